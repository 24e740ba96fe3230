package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: what several launchers share is made by one of them at a time, and two of them never stop each other. */
class FileLocksTests {

    @TempDir
    private Path directory;

    @Test
    void holdsNoLockWhileAnotherIsWaitedFor() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        FutureTask<Boolean> first = new FutureTask<>(() -> {
            FileLocks.holding(directory.resolve("database.lock"), () -> {
                inside.countDown();
                awaitEnd(mayEnd);
            });
            return true;
        });
        CountDownLatch insideToo = new CountDownLatch(1);
        FutureTask<Boolean> second = new FutureTask<>(() -> {
            FileLocks.holding(directory.resolve("application.lock"), insideToo::countDown);
            return true;
        });
        Thread waiting = new Thread(second);

        new Thread(first).start();
        inside.await();
        waiting.start();

        await().until(() -> waiting.getState() == Thread.State.BLOCKED || insideToo.getCount() == 0);
        assertThat(insideToo.getCount()).isOne();
        mayEnd.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(insideToo.getCount()).isZero();
    }

    private static void awaitEnd(CountDownLatch end) throws IOException {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }
}
