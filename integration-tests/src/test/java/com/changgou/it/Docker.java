package com.changgou.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This machine's Docker engine. */
final class Docker {

    private static final int LONGEST_MINUTES = 5;

    private Docker() {}

    /** Whether there is an engine, and it has the image or can pull it. With {@code -Ddocker.required} nothing is skipped. */
    static boolean canRun(String image) {
        return System.getProperty("docker.required") != null || succeeds("image", "inspect", image) || pull(image);
    }

    private static boolean pull(String image) {
        if (!succeeds("version")) {
            return false;
        }
        System.out.println("Pulling " + image + ", for " + LONGEST_MINUTES + " minutes at most");
        return succeeds("pull", "--quiet", image);
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
            if (!docker.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                docker.destroy();
                return false;
            }
            return docker.exitValue() == 0;
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
