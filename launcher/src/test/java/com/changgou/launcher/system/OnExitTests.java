package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Invariant: who is told to stop ends what he has begun, and who is done is not ended. */
class OnExitTests {

    /** In a JVM of its own. */
    static final class Worker {

        public static void main(String[] how) throws Exception {
            OnExit.ending(() -> System.out.println("ended"), () -> {
                System.out.println("at work");
                if (how[0].equals("forever")) {
                    new CountDownLatch(1).await();
                }
                return how;
            });
        }
    }

    @Test
    void whoIsToldToStopEndsWhatHeHasBegun() throws Exception {
        Process worker = worker("forever");
        try (BufferedReader said = worker.inputReader()) {
            assertThat(said.readLine()).isEqualTo("at work");

            // Of the handle: that of the process would close what it says.
            worker.toHandle().destroy();

            assertThat(said.readLine()).isEqualTo("ended");
        } finally {
            worker.destroyForcibly();
        }
    }

    @Test
    void whoIsDoneIsNotEnded() throws Exception {
        Process worker = worker("once");

        assertThat(worker.waitFor()).isZero();

        assertThat(worker.inputReader().lines()).containsExactly("at work");
    }

    private static Process worker(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
