package com.changgou.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowsTests {

    private static final int SAMPLES = 20_000;
    private static final double SOME = 0.02;

    @Test
    void theHotRowIsAlwaysTheFirst() {
        assertThat(samples(Rows.hot(), 5)).containsOnly(1);
    }

    @Test
    void uniformRowsAreAllAskedForEquallyAndNoOthers() {
        long[] samples = samples(Rows.uniform(10), 5);
        assertThat(LongStream.rangeClosed(1, 10))
                .allSatisfy(sku -> assertThat(share(samples, sku)).isCloseTo(0.1, within(SOME)));
        assertThat(samples).containsOnly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    /** 1 / k over the sum of all; of exponent 1 and three rows 6/11, 3/11 and 2/11. */
    @Test
    void zipfAsksForEachInProportionToItsRank() {
        long[] samples = samples(Rows.zipf(3, 1), 5);
        assertThat(share(samples, 1)).isCloseTo(6.0 / 11, within(SOME));
        assertThat(share(samples, 2)).isCloseTo(3.0 / 11, within(SOME));
        assertThat(share(samples, 3)).isCloseTo(2.0 / 11, within(SOME));
    }

    @Test
    void theSameSeedAsksForTheSameAndTheNextOneForOthers() {
        Rows rows = Rows.zipf(1000, 0.99);
        assertThat(samples(rows, 5)).isEqualTo(samples(rows, 5)).isNotEqualTo(samples(rows, 6));
    }

    @Test
    void aTableCanNameThem() {
        assertThat(Rows.hot()).hasToString("1 row");
        assertThat(Rows.uniform(10)).hasToString("10 rows");
        assertThat(Rows.zipf(1000, 0.99)).hasToString("1000 rows, Zipf 0.99");
    }

    @Test
    void whatHasNoDistributionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rows.uniform(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Rows.zipf(3, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rows.zipf(3, Double.NaN));
    }

    private static long[] samples(Rows rows, long seed) {
        LongSupplier sampler = rows.sampler(seed);
        return LongStream.generate(sampler).limit(SAMPLES).toArray();
    }

    private static double share(long[] samples, long sku) {
        return (double) LongStream.of(samples).filter(sample -> sample == sku).count() / samples.length;
    }
}
