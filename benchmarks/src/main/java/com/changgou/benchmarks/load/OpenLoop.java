package com.changgou.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Requests that are due at fixed times, whatever becomes of the others, as those of people are. Latency counts from when one was
 * <em>due</em>: where all clients are busy it has to wait, and that wait is in it (no coordinated omission, see Gil Tene, "How not to
 * measure latency"). What is still waiting at the end is sent for as long again.
 *
 * @param perSecond how many are due in each second, evenly
 * @param clients how many send at most at once
 * @param duration how long requests become due
 */
public record OpenLoop(double perSecond, int clients, Duration duration) implements Loop {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Refuses a rate that never sends. */
    public OpenLoop {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("not a rate: " + perSecond);
        }
    }

    @Override
    public Measured run(Target target) throws InterruptedException {
        return Clients.run(target, clients, duration, (sequence, now) -> (long) (sequence * SECOND / perSecond));
    }
}
