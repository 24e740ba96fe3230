package com.changgou.benchmarks.load;

import java.time.Duration;

/**
 * Clients who send the next request when the last one is answered: what a system can do at most. One that stalls is asked less, so
 * its latencies are too good to be true: those of an {@link OpenLoop} are not.
 *
 * @param clients how many send at once
 * @param duration how long they send
 */
public record ClosedLoop(int clients, Duration duration) implements Loop {

    @Override
    public Measured run(Target target) throws InterruptedException {
        return Clients.run(target, clients, duration, (sequence, now) -> now);
    }
}
