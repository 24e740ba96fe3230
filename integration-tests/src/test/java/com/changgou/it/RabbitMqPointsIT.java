package com.changgou.it;

import com.changgou.launcher.system.Topology;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
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
