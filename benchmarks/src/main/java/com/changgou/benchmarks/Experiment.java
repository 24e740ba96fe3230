package com.changgou.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Entries that are compared with each other: each block plays all of them, in an order of its own.
 *
 * @param name as the report calls it
 * @param entries what is compared
 * @param blocks how often
 * @param round how long each is played
 */
record Experiment(String name, List<Entry> entries, int blocks, Duration round) {

    /** Copies the list. */
    public Experiment {
        entries = List.copyOf(entries);
    }

    /**
     * The order of one block.
     *
     * @param block from 1
     * @param seed the same seed gives the same order
     * @return all entries
     */
    List<Entry> block(int block, long seed) {
        List<Entry> order = new ArrayList<>(entries);
        Collections.shuffle(order, new Random(31 * seed + block));
        return order;
    }

    /**
     * How long it takes at least.
     *
     * @return without what comes between rounds
     */
    Duration length() {
        return round.multipliedBy((long) blocks * entries.size());
    }
}
