package com.changgou.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Entries that are compared with each other: each block plays a round of all of them. A machine is faster in one minute than in the
 * next, so a round is played in short turns between those of all others, each time in an order of its own.
 *
 * @param name as the report calls it
 * @param entries what is compared
 * @param blocks how often
 * @param turns of which a round consists
 * @param turn how long each is
 */
record Experiment(String name, List<Entry> entries, int blocks, int turns, Duration turn) {

    /** Copies the list. */
    public Experiment {
        entries = List.copyOf(entries);
    }

    /**
     * The order in which they have one turn each.
     *
     * @param block from 1
     * @param turn of that block, from 1
     * @param seed the same seed gives the same order
     * @return all entries
     */
    List<Entry> order(int block, int turn, long seed) {
        List<Entry> order = new ArrayList<>(entries);
        Collections.shuffle(order, new Random(31 * (31 * seed + block) + turn));
        return order;
    }

    /**
     * How long it takes at least.
     *
     * @return without what comes between turns
     */
    Duration length() {
        return turn.multipliedBy((long) blocks * turns * entries.size());
    }
}
