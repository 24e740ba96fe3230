package com.changgou.benchmarks.stats;

/**
 * What was measured in one block, and the reference in the same block: what slows the machine down for a while slows both.
 *
 * @param measured more than zero
 * @param reference more than zero, in the same unit
 */
public record Pair(double measured, double reference) {

    /** Refuses what has no ratio. */
    public Pair {
        if (!isPositive(measured) || !isPositive(reference)) {
            throw new IllegalArgumentException("no ratio: " + measured + " to " + reference);
        }
    }

    private static boolean isPositive(double value) {
        return value > 0 && Double.isFinite(value);
    }

    double ratio() {
        return measured / reference;
    }
}
