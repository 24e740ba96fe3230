package com.changgou.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** This machine's Docker engine. */
final class Docker {

    private Docker() {}

    /** Whether there is an engine, and it has the image or can pull it. With {@code -Ddocker.required} nothing is skipped. */
    static boolean canRun(String image) {
        return System.getProperty("docker.required") != null
                || succeeds("image", "inspect", image)
                || succeeds("pull", "--quiet", image);
    }

    /** What the engine knows of a container. */
    static String inspect(String container, String format) {
        try {
            Process docker = start("inspect", "--format", format, container);
            return new String(docker.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean succeeds(String... arguments) {
        try {
            Process docker = start(arguments);
            docker.getInputStream().readAllBytes();
            return docker.waitFor() == 0;
        } catch (IOException noDocker) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
