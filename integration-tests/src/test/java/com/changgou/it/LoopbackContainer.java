package com.changgou.it;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A container with one port, on 127.0.0.1 only, that stays the same through a stop and a start. */
final class LoopbackContainer extends GenericContainer<LoopbackContainer> {

    /** Any free port; it is taken before a system looks for its own. */
    private final int outside = FreePorts.find().broker();

    LoopbackContainer(DockerImageName image, String name, int inside) {
        super(image);
        withExposedPorts(inside);
        withCreateContainerCmdModifier(command -> {
            command.withHostName(name);
            Objects.requireNonNull(command.getHostConfig())
                    .withPortBindings(new PortBinding(
                            Ports.Binding.bindIpAndPort("127.0.0.1", outside), new ExposedPort(inside)));
        });
    }

    int port() {
        return outside;
    }

    void stopForNow() {
        getDockerClient().stopContainerCmd(getContainerId()).exec();
    }

    void killForNow() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
    }

    void startAgain() {
        getDockerClient().startContainerCmd(getContainerId()).exec();
    }
}
