package com.changgou.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopTests {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration STALL = Duration.ofMillis(400);
    private static final Duration STALLED = Duration.ofMillis(200);
    private static final Target PROMPT = (client, sequence) -> Answer.PLACED;

    @Test
    void aClosedLoopHasAsManyClientsAtOnceAndNoMore() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(3);
        AtomicInteger busy = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<Integer> clients = ConcurrentHashMap.newKeySet();

        Measured measured = new ClosedLoop(3, SHORT).run((client, sequence) -> {
            clients.add(client);
            most.accumulateAndGet(busy.incrementAndGet(), Math::max);
            all.countDown();
            awaitOpen(all);
            busy.decrementAndGet();
            return Answer.PLACED;
        });

        assertThat(clients).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(most).hasValue(3);
        assertThat(measured.placed()).isGreaterThan(3);
    }

    @Test
    void noClientSendsTwiceAtOnceAndNoTwoRequestsHaveTheSameNumber() throws InterruptedException {
        List<AtomicBoolean> busy =
                IntStream.range(0, 4).mapToObj(client -> new AtomicBoolean()).toList();
        AtomicBoolean twice = new AtomicBoolean();
        Queue<Long> sequences = new ConcurrentLinkedQueue<>();

        new ClosedLoop(4, SHORT).run((client, sequence) -> {
            twice.compareAndSet(false, busy.get(client).getAndSet(true));
            sequences.add(sequence);
            busy.get(client).set(false);
            return Answer.PLACED;
        });

        assertThat(twice).isFalse();
        assertThat(new HashSet<>(sequences)).hasSameSizeAs(sequences);
    }

    @Test
    void answersAreCountedByKindAndOnlyWhatIsPlacedHasALatency() throws InterruptedException {
        AtomicLong sent = new AtomicLong();
        List<Answer> answers = List.of(Answer.PLACED, Answer.REFUSED, Answer.REFUSED, Answer.UNKNOWN);

        Measured measured = new OpenLoop(200, 1, SHORT).run((client, sequence) -> {
            sent.incrementAndGet();
            return answers.get((int) (sequence % answers.size()));
        });

        assertThat(sent).hasValue(60);
        assertThat(measured.placed() + measured.refused() + measured.unknown() + measured.late())
                .isEqualTo(60);
        assertThat(measured.latencies().getTotalCount()).isEqualTo(15);
        assertThat(measured.placed()).isPositive();
        assertThat(measured.unknown()).isPositive();
        assertThat(measured.refused()).isGreaterThan(measured.unknown());
    }

    @Test
    void whatIsAnsweredAfterTheEndIsWaitedForAndIsNoThroughput() throws InterruptedException {
        Measured measured = new ClosedLoop(2, SHORT).run((client, sequence) -> {
            pause(SHORT.multipliedBy(2));
            return Answer.PLACED;
        });

        assertThat(measured.placed()).isZero();
        assertThat(measured.late()).isEqualTo(2);
        assertThat(measured.perSecond()).isZero();
        assertThat(measured.lasted()).isEqualTo(SHORT);
        assertThat(measured.latencies().getTotalCount()).isEqualTo(2);
        assertThat(measured.p50()).isGreaterThanOrEqualTo(SHORT.multipliedBy(2));
    }

    @Test
    void throughputIsWhatWasPlacedInASecond() throws InterruptedException {
        Measured measured = new OpenLoop(200, 2, Duration.ofMillis(500)).run(PROMPT);

        assertThat(measured.placed() + measured.late()).isEqualTo(100);
        assertThat(measured.perSecond()).isEqualTo(measured.placed() * 2);
    }

    @Test
    void anOpenLoopSendsNothingBeforeItIsDue() throws InterruptedException {
        Queue<Long> offsets = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();

        new OpenLoop(100, 3, SHORT).run((client, sequence) -> {
            offsets.add(System.nanoTime() - begin - sequence * TimeUnit.MILLISECONDS.toNanos(10));
            return Answer.PLACED;
        });

        assertThat(offsets).hasSize(30).allMatch(late -> late >= 0);
    }

    @Test
    void aStallIsInTheLatencyOfAllThatWereDueMeanwhile() throws InterruptedException {
        Measured measured = new OpenLoop(500, 1, STALL).run(stalling());

        // Due each 2 ms: the first hundred have waited for 200 ms and more when it is over.
        assertThat(stalled(measured)).isGreaterThanOrEqualTo(100);
        assertThat(measured.p50()).isGreaterThanOrEqualTo(STALLED.minusMillis(1));
        assertThat(measured.unsent()).isZero();
        assertThat(measured.latencies().getTotalCount()).isEqualTo(200);
    }

    @Test
    void aStallIsInOneLatencyOfEachClientOfAClosedLoop() throws InterruptedException {
        Measured measured = new ClosedLoop(2, STALL.multipliedBy(2)).run(stalling());

        assertThat(stalled(measured)).isEqualTo(2);
        assertThat(measured.placed()).isGreaterThan(200);
        assertThat(measured.p50()).isLessThan(STALLED);
    }

    @Test
    void aTargetThatCannotKeepUpIsSentAsLongAgainAndTheRestIsCounted() throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();

        Measured measured = new OpenLoop(1000, 1, SHORT).run((client, sequence) -> {
            sent.incrementAndGet();
            pause(SHORT.multipliedBy(3).dividedBy(4));
            return Answer.PLACED;
        });

        // The third begins after 450 ms and is the last one that begins before 600.
        assertThat(sent).hasValueBetween(1, 3);
        assertThat(measured.placed() + measured.late()).isEqualTo(sent.get());
        assertThat(measured.unsent()).isEqualTo(300 - sent.get());
    }

    @Test
    void whatTheTargetThrowsEndsTheRunForAllClients() {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        IllegalStateException broken = new IllegalStateException("the target is gone");
        AtomicInteger sent = new AtomicInteger();

        assertThatThrownBy(() -> new ClosedLoop(2, LONG).run((client, sequence) -> {
                    sent.incrementAndGet();
                    if (client == 0) {
                        awaitOpen(waiting);
                        throw broken;
                    }
                    waiting.countDown();
                    try {
                        TimeUnit.NANOSECONDS.sleep(LONG.toNanos());
                    } catch (InterruptedException told) {
                        interrupted.countDown();
                    }
                    return Answer.UNKNOWN;
                }))
                .isSameAs(broken);

        awaitOpen(interrupted);
        assertThat(sent).hasValue(2);
    }

    @Test
    void whoeverWaitsCanBeInterruptedAndNoMoreIsSent() {
        Thread runs = Thread.currentThread();
        AtomicInteger sent = new AtomicInteger();

        assertThatThrownBy(() -> new OpenLoop(1000, 2, LONG).run((client, sequence) -> {
                    sent.incrementAndGet();
                    if (sequence == 0) {
                        runs.interrupt();
                    }
                    return Answer.PLACED;
                }))
                .isInstanceOf(InterruptedException.class);

        // Each client may have been about to send one.
        int most = sent.get() + 2;
        await().during(Duration.ofMillis(100)).until(() -> sent.get() <= most);
    }

    @Test
    void aRateThatNeverSendsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OpenLoop(0, 1, SHORT));
        assertThatIllegalArgumentException().isThrownBy(() -> new OpenLoop(Double.NaN, 1, SHORT));
    }

    @Test
    void percentilesAreThoseOfTheLatencies() {
        Histogram latencies = new Histogram(3);
        LongStream.rangeClosed(1, 1000).forEach(latencies::recordValue);

        Measured measured = new Measured(Duration.ofSeconds(2), 1000, 0, 0, 0, 0, latencies);

        assertThat(measured.p50()).isEqualTo(Duration.ofNanos(500_000));
        assertThat(measured.p99()).isEqualTo(Duration.ofNanos(990_000));
        assertThat(measured.perSecond()).isEqualTo(500, within(0.0));
    }

    /** Each client's first request takes {@link #STALL}, all others nothing. */
    private static Target stalling() {
        Set<Integer> stalled = ConcurrentHashMap.newKeySet();
        return (client, sequence) -> {
            if (stalled.add(client)) {
                pause(STALL);
            }
            return Answer.PLACED;
        };
    }

    private static long stalled(Measured measured) {
        // Less what three digits lose.
        return measured.latencies()
                .getCountBetweenValues(TimeUnit.NANOSECONDS.toMicros(STALLED.toNanos()) - 200, Long.MAX_VALUE / 2);
    }

    /** Here time itself is what is tested. */
    private static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }
}
