package com.changgou.benchmarks;

import com.changgou.benchmarks.load.Measured;
import java.time.Duration;
import java.util.List;

/**
 * What came of one round.
 *
 * @param block in which it was played
 * @param entry what was played
 * @param measured throughput and latencies
 * @param drain from the end of the load until no phase two was open and no undo log left
 * @param violations invariants of the fault matrix' checker that do not hold; a round with any has no score
 */
record Round(int block, Entry entry, Measured measured, Duration drain, List<String> violations) {

    /** Copies the list. */
    public Round {
        violations = List.copyOf(violations);
    }

    /**
     * Whether it counts.
     *
     * @return false where anything was lost, or left behind
     */
    public boolean holds() {
        return violations.isEmpty();
    }
}
