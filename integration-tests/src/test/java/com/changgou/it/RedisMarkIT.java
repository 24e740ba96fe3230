package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.Topology;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Points with the mark of the seed, on a real Redis in a container: {@code redis:8.2.1}, or the image named by
 * {@code -Dredis.image}. Invariant: the mark spares work and decides nothing, there or not. The other points scenarios run without.
 */
@Tag("docker")
@EnabledIf(
        value = "imageIsHere",
        disabledReason = "no Docker engine answers, or it has no image redis:8.2.1 and can pull none")
class RedisMarkIT extends PointsSupport {

    private static final DockerImageName IMAGE =
            DockerImageName.parse(System.getProperty("redis.image", "redis:8.2.1"));

    private final String password = UUID.randomUUID().toString();
    private LoopbackContainer redis;

    static boolean imageIsHere() {
        return Docker.canRun(IMAGE.asCanonicalNameString());
    }

    @Override
    String name() {
        return "points-redis";
    }

    @Override
    Topology.Broker broker() {
        return new Topology.Broker.Embedded();
    }

    @Override
    Map<String, List<String>> settings() {
        redis = start(new LoopbackContainer(IMAGE, "redis", 6379)
                .withEnv("REDISCLI_AUTH", password)
                .withCommand("redis-server", "--requirepass", password)
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1)));
        return Map.of(
                USER_SERVICE,
                List.of(
                        "changgou.points.in-progress-mark.enabled=true",
                        "spring.data.redis.port=" + redis.port(),
                        "spring.data.redis.password=" + password));
    }

    @Test
    void orderIsMarkedWhileItsPointsAreGrantedAndNotAfterwards() {
        long before = marksSet();

        String order = orderId(place(new Line(1, 1)));
        awaitDone(order);

        assertThat(marksSet()).isGreaterThan(before);
        assertThat(redis("EXISTS", "point:" + order)).isEqualTo("0");
    }

    /** The mark of a consumer that died says that somebody works on it. The message waits, and is not lost. */
    @Test
    void pointsThatSomebodyElseWorksOnAreGrantedWhenTheMarkHasExpired() {
        parts().kill(USER_SERVICE);
        String order = orderId(place(new Line(2, 1)));
        redis("SET", "point:" + order, "a consumer that died");
        long before = marksSet();
        parts().start(USER_SERVICE);

        await("it was met, and left alone").atMost(SOON).until(() -> marksSet() > before);
        assertThat(redis("EXISTS", "point:" + order)).isEqualTo("1");
        assertThat(points().users("SELECT order_id, point FROM tb_point_log")).doesNotContainKey(order);

        redis("PEXPIRE", "point:" + order, "1");
        awaitDone(order);
    }

    /** What the seed took for a guard: with no mark at all each order is granted once, by the key of {@code tb_point_log}. */
    @Test
    void redisThatDiesInTheMiddleLosesNothingAndDoublesNothing() {
        long before = marksSet();
        CompletableFuture<Void> death = CompletableFuture.runAsync(() -> {
            await().atMost(SOON).until(() -> marksSet() > before);
            redis.killForNow();
        });
        List<Answer> answers = allAtOnce(30, order -> place(new Line(1 + order, 1)));
        death.join();

        assertThat(statuses(answers)).containsOnly(201);
        answers.forEach(answer -> awaitDone(orderId(answer)));
        awaitDone(orderId(place(new Line(40, 1))));
        redis.startAgain();
        await("it is marked again").atMost(SOON).until(() -> {
            awaitDone(orderId(place(new Line(41, 1))));
            return marksSet() > 0;
        });
    }

    /** How often Redis was asked to set a key since its start; 0 while it is down. */
    private long marksSet() {
        return redis("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_set:calls="))
                .map(line -> line.replaceFirst("cmdstat_set:calls=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private String redis(String... command) {
        try {
            String[] client =
                    Stream.concat(Stream.of("redis-cli"), Stream.of(command)).toArray(String[]::new);
            return redis.execInContainer(client).getStdout().strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
