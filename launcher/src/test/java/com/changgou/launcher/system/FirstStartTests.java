package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: archives are written by one launcher at a time, and nobody waits who has none to write. */
class FirstStartTests {

    @TempDir
    private Path directory;

    private final AtomicBoolean toRehearse = new AtomicBoolean(true);
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private CompletableFuture<Void> first;

    @BeforeEach
    void beginFirst() throws InterruptedException {
        first = begin(() -> {
            begun.countDown();
            join(mayEnd);
        });
        begun.await();
    }

    @Test
    void secondWaitsUntilTheFirstHasWritten() {
        CompletableFuture<Void> second = begin(() -> {});
        await().until(() -> !notes.isEmpty());
        assertThat(second).isNotDone();

        toRehearse.set(false);
        assertThat(second).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(first).isNotDone();
        mayEnd.countDown();
        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(notes).singleElement().asString().contains("another launcher");
    }

    @Test
    void secondStartsWhereTheFirstHasWrittenNothing() {
        CompletableFuture<Void> second = begin(() -> {});
        await().until(() -> !notes.isEmpty());
        assertThat(second).isNotDone();

        mayEnd.countDown();
        assertThat(second).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void whoHasNothingToRehearseDoesNotWait() {
        toRehearse.set(false);

        assertThat(begin(() -> {})).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(first).isNotDone();
        assertThat(notes).isEmpty();
        mayEnd.countDown();
    }

    private CompletableFuture<Void> begin(Runnable start) {
        FirstStart launcher = new FirstStart(
                directory.resolve("applications").resolve("first-start.lock"), toRehearse::get, new Progress() {
                    @Override
                    public void note(String text) {
                        notes.add(text);
                    }
                });
        return CompletableFuture.runAsync(() -> launcher.run(start), task -> new Thread(task).start());
    }

    private static void join(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
