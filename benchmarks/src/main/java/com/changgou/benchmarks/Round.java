package com.changgou.benchmarks;

import com.changgou.benchmarks.load.Measured;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of one round, all of its turns together.
 *
 * @param block in which it was played
 * @param entry what was played
 * @param perSecond how many orders were placed in a second
 * @param p50 half of the placed orders took no longer
 * @param p99 99 of 100 placed orders took no longer
 * @param placed how many orders there were in all
 * @param unsent how many were due and not sent at all: it cannot keep up with that rate, and the latencies lack the worst
 * @param used what all processes used of the processors for them
 * @param drain the longest time from the end of the load until no phase two was open and no undo log left
 * @param violations what was left, and invariants of the fault matrix' checker that do not hold; a round with any has no score
 */
record Round(
        int block,
        Entry entry,
        double perSecond,
        Duration p50,
        Duration p99,
        long placed,
        long unsent,
        ProcessorTime used,
        Duration drain,
        List<String> violations) {

    /** Copies the list. */
    Round {
        violations = List.copyOf(violations);
    }

    /**
     * A round.
     *
     * @param block in which it was played
     * @param turns of one entry, at least one
     * @param violations what the checker found after them
     * @return all of them together: who has lost something in one turn has no score
     */
    static Round of(int block, List<Turn> turns, List<String> violations) {
        Measured measured = Measured.together(turns.stream().map(Turn::measured).toList());
        return new Round(
                block,
                turns.get(0).entry(),
                measured.perSecond(),
                measured.p50(),
                measured.p99(),
                measured.latencies().getTotalCount(),
                measured.unsent(),
                ProcessorTime.together(turns.stream().map(Turn::used)),
                turns.stream().map(Turn::drain).max(Duration::compareTo).orElseThrow(),
                Stream.concat(turns.stream().flatMap(turn -> turn.violations().stream()), violations.stream())
                        .toList());
    }

    /**
     * Whether it counts.
     *
     * @return false where anything was lost, or left behind
     */
    boolean holds() {
        return violations.isEmpty();
    }
}
