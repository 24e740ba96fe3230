package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.launcher.proof.OrderApi.Answer;
import com.changgou.launcher.proof.OrderApi.Line;
import com.changgou.launcher.system.Topology;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.GenericContainer;
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
    private static final int AMQP = 5672;
    private static final List<String> WAYS_TO_FAIL =
            List.of("order.after-insert", "order.before-commit", "goods.after-commit", "goods.reply-lost");

    private GenericContainer<?> rabbit;

    static boolean imageIsHere() {
        return Docker.canRun(IMAGE.asCanonicalNameString());
    }

    @Override
    String name() {
        return "points-rabbitmq";
    }

    /** On a port that stays: a container that is started again would be given another one. */
    @Override
    Topology.Broker broker() {
        int port = FreePorts.find().broker();
        String password = UUID.randomUUID().toString();
        rabbit = new GenericContainer<>(IMAGE)
                .withExposedPorts(AMQP)
                .withEnv(Map.of("RABBITMQ_DEFAULT_USER", "shop", "RABBITMQ_DEFAULT_PASS", password))
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1))
                .withCreateContainerCmdModifier(container -> {
                    container.withHostName("rabbitmq");
                    Objects.requireNonNull(container.getHostConfig())
                            .withPortBindings(new PortBinding(
                                    Ports.Binding.bindIpAndPort("127.0.0.1", port), new ExposedPort(AMQP)));
                });
        rabbit.start();
        return new Topology.Broker.RabbitMq(port, "shop", password);
    }

    @Override
    void stopBroker() {
        rabbit.getDockerClient().stopContainerCmd(rabbit.getContainerId()).exec();
    }

    @Override
    void startBroker() {
        rabbit.getDockerClient().startContainerCmd(rabbit.getContainerId()).exec();
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

    /** A measurement; what it asserts is that every order has its points. */
    @Test
    @EnabledIfSystemProperty(named = "soak", matches = ".*", disabledReason = "takes minutes: -Dsoak")
    void timeFromTheAnswerToThePointsIsPrinted() {
        Map<String, Long> answered = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            answered.put(orderId(place(new Line(1 + i % 50, 1))), System.currentTimeMillis());
        }
        points().settle();

        Map<String, String> granted =
                points().users("SELECT order_id, CAST(UNIX_TIMESTAMP(created_at) * 1000 AS SIGNED) FROM tb_point_log");
        List<Long> millis = answered.entrySet().stream()
                .map(order -> Long.parseLong(granted.get(order.getKey())) - order.getValue())
                .sorted()
                .toList();
        assertThat(millis).hasSize(500);
        System.out.println("From 201 to the points of 500 orders, ms: median " + millis.get(249) + ", p99 "
                + millis.get(494) + ", longest " + millis.get(499));
    }

    /** The services first: they give back what they hold. */
    @AfterAll
    @Override
    void stop() {
        try {
            super.stop();
        } finally {
            if (rabbit != null) {
                rabbit.stop();
            }
        }
    }
}
