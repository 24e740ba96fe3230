package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.Topology;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The points scenarios on a real RabbitMQ in a container: {@code rabbitmq:4.1.4}, or the image named by {@code -Drabbitmq.image}. */
@Tag("docker")
@EnabledIf(
        value = "imageIsHere",
        disabledReason = "no Docker engine answers, or it has no image rabbitmq:4.1.4 and can pull none")
class RabbitMqPointsIT extends PointsScenarios {

    private static final DockerImageName IMAGE =
            DockerImageName.parse(System.getProperty("rabbitmq.image", "rabbitmq:4.1.4"));
    private static final List<String> WAYS_TO_FAIL =
            List.of("order.after-insert", "order.before-commit", "goods.after-commit", "goods.reply-lost");

    private LoopbackContainer rabbit;

    static boolean imageIsHere() {
        return Docker.canRun(IMAGE.asCanonicalNameString());
    }

    @Override
    String name() {
        return "points-rabbitmq";
    }

    @Override
    Topology.Broker broker() {
        String password = UUID.randomUUID().toString();
        rabbit = start(new LoopbackContainer(IMAGE, "rabbitmq", 5672)
                .withEnv(Map.of("RABBITMQ_DEFAULT_USER", "shop", "RABBITMQ_DEFAULT_PASS", password))
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1)));
        return new Topology.Broker.RabbitMq(rabbit.port(), "shop", password);
    }

    @Override
    void stopBroker() {
        rabbit.stopForNow();
    }

    @Override
    void startBroker() {
        rabbit.startAgain();
    }

    /** A third of them is rolled back, in four ways, while consumer and broker come and go and two relays send. */
    @Test
    @EnabledIfSystemProperty(named = "soak", matches = ".*", disabledReason = "takes minutes: -Dsoak")
    void thousandOrdersEarnTheirPointsOnceThroughKillsAndRestarts() {
        parts().start(SECOND_ORDER_SERVICE);
        noteKill();
        List<Answer> answers = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (String point : WAYS_TO_FAIL) {
                system().faults().arm(point, "throw", 9, 0);
            }
            CompletableFuture<Void> disturbance = CompletableFuture.runAsync(disturbance(round));
            answers.addAll(allAtOnce(100, this::placeAtEither));
            disturbance.join();
            system().faults().clear();
        }

        points().settle();
        report(answers);
        assertThat(statuses(answers)).isSubsetOf(201, 500, 503, 504);
        assertThat(answers.stream().filter(answer -> answer.status() != 201).count())
                .as("rolled back")
                .isGreaterThan(250);
        noteKill();
        parts().kill(SECOND_ORDER_SERVICE);
    }

    /** The consumer is killed five times, and the broker stopped twice. */
    private Runnable disturbance(int round) {
        if (round % 2 == 0) {
            return () -> {
                parts().kill(USER_SERVICE);
                parts().start(USER_SERVICE);
            };
        }
        if (round == 3 || round == 7) {
            return () -> {
                stopBroker();
                startBroker();
            };
        }
        return () -> {};
    }

    private void report(List<Answer> answers) {
        Map<Integer, Long> byStatus =
                answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
        System.out.println("Of " + answers.size() + " orders, by status: " + byStatus);
        System.out.println("Orders, and points that they earn: "
                + points().orders("SELECT COUNT(*), SUM(FLOOR(total / 100)) FROM tb_order"));
        System.out.println("Orders in the log, and points granted: "
                + points().users("SELECT COUNT(*), SUM(point) FROM tb_point_log"));
        System.out.println("Tasks open: " + points().orders("SELECT 'tb_task', COUNT(*) FROM tb_task")
                + ", finished by attempts: "
                + points().orders("SELECT attempts, COUNT(*) FROM tb_task_his GROUP BY attempts ORDER BY attempts")
                + ", dead letters: " + points().deadLetters());
    }

    /** A measurement, one order after the other; what it asserts is that every order has its points. */
    @Test
    @EnabledIfSystemProperty(named = "soak", matches = ".*", disabledReason = "takes minutes: -Dsoak")
    void timeFromTheAnswerToThePointsIsPrinted() throws SQLException {
        List<Long> millis = new ArrayList<>();
        try (Connection connection = parts().userDatabase().connect();
                PreparedStatement log =
                        connection.prepareStatement("SELECT point FROM tb_point_log WHERE order_id = ?")) {
            for (int i = 0; i < 500; i++) {
                log.setString(1, orderId(place(new Line(1 + i % 50, 1))));
                long answered = System.nanoTime();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(SOON)
                        .until(() -> hasRow(log));
                millis.add((System.nanoTime() - answered) / 1_000_000);
            }
        }
        Collections.sort(millis);
        System.out.println("From 201 to the points of 500 orders, ms: median " + millis.get(249) + ", p99 "
                + millis.get(494) + ", longest " + millis.get(499));
    }

    private static boolean hasRow(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }
}
