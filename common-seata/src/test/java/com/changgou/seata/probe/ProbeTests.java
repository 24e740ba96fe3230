package com.changgou.seata.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invariant: nobody waits longer than the patience, and the question is asked once at a time, and once while its answer is fresh. */
class ProbeTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);

    @AfterEach
    void answer() {
        answers.countDown();
    }

    @Test
    void freshAnswerIsNotAskedForAgain() {
        Probe<Integer> probe = new Probe<>("test", asked::incrementAndGet, LONG, LONG);

        assertThat(probe.ask().join()).isEqualTo(1);
        assertThat(probe.ask().join()).isEqualTo(1);
    }

    @Test
    void oldAnswerIsAskedForAgain() {
        Probe<Integer> probe = new Probe<>("test", asked::incrementAndGet, Duration.ZERO, LONG);

        assertThat(probe.ask().join()).isEqualTo(1);
        assertThat(probe.ask().join()).isEqualTo(2);
    }

    @Test
    void failureIsToldAndAskedForAgain() {
        Probe<Integer> probe = new Probe<>(
                "test",
                () -> {
                    throw new IllegalStateException("failure " + asked.incrementAndGet());
                },
                Duration.ZERO,
                LONG);

        assertThatThrownBy(() -> probe.ask().join()).hasRootCauseMessage("failure 1");
        assertThatThrownBy(() -> probe.ask().join()).hasRootCauseMessage("failure 2");
    }

    @Test
    void questionThatHangsKeepsNobodyWaitingAndIsNotAskedTwice() {
        Probe<Integer> probe = new Probe<>("test", this::hang, Duration.ZERO, Duration.ofMillis(200));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> probe.ask().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        assertThat(asked).hasValue(1);

        answers.countDown();
        await().untilAsserted(() -> assertThat(probe.ask().join()).isGreaterThanOrEqualTo(2));
    }

    private int hang() throws InterruptedException {
        int number = asked.incrementAndGet();
        answers.await();
        return number;
    }
}
