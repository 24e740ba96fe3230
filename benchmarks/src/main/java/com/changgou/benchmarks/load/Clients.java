package com.changgou.benchmarks.load;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongBinaryOperator;
import org.HdrHistogram.Recorder;
import org.springframework.util.ReflectionUtils;

/** Clients who take one request after the other, wait until it is due, and send it. All times are ns since the begin. */
final class Clients {

    private final Target target;
    private final long end;
    private final LongBinaryOperator due;
    private final ExecutorService threads;
    private final AtomicLong next = new AtomicLong();
    private final Map<Answer, LongAdder> inTime = new EnumMap<>(Answer.class);
    private final LongAdder late = new LongAdder();
    private final LongAdder unsent = new LongAdder();
    private final Recorder latencies = new Recorder(Measured.DIGITS);
    private final CyclicBarrier start;
    private long begin;

    private Clients(Target target, int clients, Duration duration, LongBinaryOperator due) {
        this.target = target;
        this.end = duration.toNanos();
        this.due = due;
        this.threads = Executors.newFixedThreadPool(clients);
        this.start = new CyclicBarrier(clients, () -> begin = System.nanoTime());
        for (Answer answer : Answer.values()) {
            inTime.put(answer, new LongAdder());
        }
    }

    /** What is due, and when: of a request's number and the time when a client takes it. */
    static Measured run(Target target, int clients, Duration duration, LongBinaryOperator due)
            throws InterruptedException {
        Clients sending = new Clients(target, clients, duration, due);
        try {
            return sending.run(clients);
        } finally {
            sending.threads.shutdownNow();
        }
    }

    private Measured run(int clients) throws InterruptedException {
        CompletionService<Void> ended = new ExecutorCompletionService<>(threads);
        for (int client = 0; client < clients; client++) {
            int number = client;
            ended.submit(() -> sendAll(number));
        }
        for (int client = 0; client < clients; client++) {
            try {
                ended.take().get();
            } catch (ExecutionException thrown) {
                ReflectionUtils.rethrowRuntimeException(thrown.getCause());
            }
        }
        return new Measured(
                Duration.of(end, ChronoUnit.NANOS),
                inTime.get(Answer.PLACED).sum(),
                inTime.get(Answer.REFUSED).sum(),
                inTime.get(Answer.UNKNOWN).sum(),
                late.sum(),
                unsent.sum(),
                latencies.getIntervalHistogram());
    }

    private Void sendAll(int client) throws InterruptedException, BrokenBarrierException {
        start.await();
        for (long sequence = next.getAndIncrement(); ; sequence = next.getAndIncrement()) {
            long when = due.applyAsLong(sequence, now());
            if (when >= end) {
                return null;
            }
            if (now() >= 2 * end) {
                unsent.increment();
                continue;
            }
            waitUntil(when);
            if (threads.isShutdown()) {
                return null;
            }
            Answer answer = target.send(client, sequence);
            count(answer, when, now());
        }
    }

    private void count(Answer answer, long when, long answered) {
        (answered <= end ? inTime.get(answer) : late).increment();
        if (answer == Answer.PLACED) {
            latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(answered - when));
        }
    }

    /** To some 50 µs, where Java 17's sleep knows only milliseconds. */
    private void waitUntil(long when) {
        for (long left = when - now(); left > 0 && !threads.isShutdown(); left = when - now()) {
            LockSupport.parkNanos(left);
        }
    }

    private long now() {
        return System.nanoTime() - begin;
    }
}
