package com.changgou.benchmarks.load;

import java.time.Duration;

/** How requests follow each other. */
public sealed interface Loop permits ClosedLoop, OpenLoop {

    /**
     * How long requests are sent.
     *
     * @return without the wait for the last answers
     */
    Duration duration();

    /**
     * Sends for that long, and waits for the last answers.
     *
     * @param target takes the requests
     * @return what came of them
     * @throws InterruptedException if whoever waits is interrupted; then no more is sent
     * @throws RuntimeException what the target threw first: the other clients are interrupted, and send no more
     */
    Measured run(Target target) throws InterruptedException;
}
