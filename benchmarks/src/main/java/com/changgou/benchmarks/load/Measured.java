package com.changgou.benchmarks.load;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What a run has come to.
 *
 * @param lasted how long requests were sent
 * @param placed how many were placed in that time
 * @param refused how many were refused in that time
 * @param unknown of how many it was not known in that time what became of them
 * @param late how many were answered only after it, whatever the answer
 * @param unsent how many were due and not sent at all: the target cannot keep up with that rate, and {@code latencies} lacks the worst
 * @param latencies of all that were placed, the late ones too, in µs, to three digits
 */
public record Measured(
        Duration lasted, long placed, long refused, long unknown, long late, long unsent, Histogram latencies) {

    /** How exact latencies are kept. */
    static final int DIGITS = 3;

    private static final double MEDIAN = 50;
    private static final double MOST = 99;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * Adds up.
     *
     * @param parts what several runs have come to
     * @return as if it had been one
     */
    public static Measured together(List<Measured> parts) {
        Histogram latencies = new Histogram(DIGITS);
        parts.forEach(part -> latencies.add(part.latencies()));
        return new Measured(
                parts.stream().map(Measured::lasted).reduce(Duration.ZERO, Duration::plus),
                sum(parts, Measured::placed),
                sum(parts, Measured::refused),
                sum(parts, Measured::unknown),
                sum(parts, Measured::late),
                sum(parts, Measured::unsent),
                latencies);
    }

    private static long sum(List<Measured> parts, ToLongFunction<Measured> figure) {
        return parts.stream().mapToLong(figure).sum();
    }

    /**
     * Throughput.
     *
     * @return how many were placed in a second
     */
    public double perSecond() {
        return placed * SECOND / lasted.toNanos();
    }

    /**
     * Half of what was placed took no longer.
     *
     * @return zero if nothing was placed
     */
    public Duration p50() {
        return percentile(MEDIAN);
    }

    /**
     * 99 of 100 that were placed took no longer.
     *
     * @return zero if nothing was placed
     */
    public Duration p99() {
        return percentile(MOST);
    }

    private Duration percentile(double percentile) {
        return Duration.of(latencies.getValueAtPercentile(percentile), ChronoUnit.MICROS);
    }
}
