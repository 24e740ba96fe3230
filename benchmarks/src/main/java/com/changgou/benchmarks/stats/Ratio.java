package com.changgou.benchmarks.stats;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.GeometricMean;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * The geometric mean of the ratios of several blocks, and where it lies in 95 of 100 samples of as many blocks: a percentile bootstrap
 * (Efron and Tibshirani, "An Introduction to the Bootstrap", chapter 13). With few blocks the interval is too narrow: ten are few.
 *
 * @param value the mean
 * @param low where the interval begins
 * @param high where it ends
 * @param blocks how many there were; of one alone the interval is a point, and says nothing
 */
public record Ratio(double value, double low, double high, int blocks) {

    private static final int SAMPLES = 10_000;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    /**
     * Takes ratios within each block, and means over all of them.
     *
     * @param pairs one for each block, in any order
     * @param seed of the samples; the same seed gives the same interval
     * @return a ratio
     * @throws IllegalArgumentException if there is no block
     */
    public static Ratio of(List<Pair> pairs, long seed) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("no ratio of no blocks");
        }
        // Sorted, or the samples would depend on the order of the blocks.
        double[] ratios = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = DoubleStream.generate(() -> mean(sample(ratios, random)))
                .limit(SAMPLES)
                .toArray();
        double[] interval = Quantile.withDefaults().evaluate(means, LOW, HIGH);
        return new Ratio(mean(ratios), interval[0], interval[1], ratios.length);
    }

    private static double[] sample(double[] ratios, SplittableRandom random) {
        return random.ints(ratios.length, 0, ratios.length)
                .mapToDouble(block -> ratios[block])
                .toArray();
    }

    private static double mean(double[] ratios) {
        return GeometricMean.of(ratios).getAsDouble();
    }

    /**
     * Whether both are the same, to a tolerance. The mean alone is asked: how sure it is the interval says.
     *
     * @param tolerance 0.03 is from 0.97 to 1.03
     * @return whether the mean lies there
     */
    public boolean isWithin(double tolerance) {
        return Math.abs(value - 1) <= tolerance;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", value, low, high);
    }
}
