package com.changgou.benchmarks;

import com.changgou.benchmarks.load.Measured;
import java.time.Duration;
import java.util.List;

/**
 * What came of one turn.
 *
 * @param entry what was played
 * @param measured throughput and latencies
 * @param used what all processes used of the processors until the drain was over
 * @param drain from the end of the load until no phase two was open and no undo log left
 * @param violations what was left, or lost
 */
record Turn(Entry entry, Measured measured, ProcessorTime used, Duration drain, List<String> violations) {

    /** Copies the list. */
    Turn {
        violations = List.copyOf(violations);
    }
}
