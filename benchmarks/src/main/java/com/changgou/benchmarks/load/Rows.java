package com.changgou.benchmarks.load;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;

/**
 * Which SKUs orders ask for: the k-th of them in proportion to 1 / k<sup>skew</sup>.
 *
 * @param count how many there are
 * @param skew how much the first ones are preferred; with 0 all are asked for equally
 */
public record Rows(int count, double skew) {

    /** Refuses what has no distribution. */
    public Rows {
        if (count < 1 || !(skew >= 0)) {
            throw new IllegalArgumentException("no rows: " + count + ", skew " + skew);
        }
    }

    /**
     * Everybody wants the same.
     *
     * @return one SKU
     */
    public static Rows hot() {
        return uniform(1);
    }

    /**
     * All are wanted equally.
     *
     * @param count how many
     * @return that many SKUs
     */
    public static Rows uniform(int count) {
        return zipf(count, 0);
    }

    /**
     * As shops know it: few are wanted by many, and many by few.
     *
     * @param count how many
     * @param skew 0.99 is what YCSB takes
     * @return that many SKUs
     */
    public static Rows zipf(int count, double skew) {
        return new Rows(count, skew);
    }

    /**
     * What one client asks for.
     *
     * @param seed the same seed asks for the same
     * @return ids of SKUs, from 1 to {@link #count()}, without an end; for one thread
     */
    public LongSupplier sampler(long seed) {
        UniformRandomProvider random = new SplittableRandom(seed)::nextLong;
        return RejectionInversionZipfSampler.of(random, count, skew)::sample;
    }

    @Override
    public String toString() {
        return count + (count == 1 ? " row" : " rows") + (skew == 0 ? "" : ", Zipf " + skew);
    }
}
