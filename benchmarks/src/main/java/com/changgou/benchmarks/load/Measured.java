package com.changgou.benchmarks.load;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
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

    private static final double MEDIAN = 50;
    private static final double MOST = 99;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

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
