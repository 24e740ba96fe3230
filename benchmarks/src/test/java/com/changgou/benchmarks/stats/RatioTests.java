package com.changgou.benchmarks.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatioTests {

    private static final long SEED = 9;

    @Test
    void blocksThatAllSayTheSameLeaveNoDoubt() {
        Ratio ratio = Ratio.of(List.of(new Pair(3, 2), new Pair(30, 20), new Pair(1.5, 1)), SEED);
        assertThat(ratio.value()).isCloseTo(1.5, within(1e-12));
        assertThat(ratio.low()).isEqualTo(ratio.value());
        assertThat(ratio.high()).isEqualTo(ratio.value());
        assertThat(ratio.blocks()).isEqualTo(3);
    }

    @Test
    void twiceAndHalfAreTheSameInTheMean() {
        assertThat(Ratio.of(List.of(new Pair(2, 1), new Pair(1, 2)), SEED).value())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void aMachineThatIsSlowForAWholeBlockDoesNoHarm() {
        Ratio quiet = Ratio.of(List.of(new Pair(150, 100), new Pair(140, 100)), SEED);
        Ratio disturbed = Ratio.of(List.of(new Pair(150, 100), new Pair(14, 10)), SEED);
        assertThat(disturbed).isEqualTo(quiet);
    }

    /** Of a lognormal with σ = 0.1 the mean of 20 has a standard error of 0.1 / √20, and 95 % are 1.96 of them to each side. */
    @Test
    void theIntervalIsAsWideAsTheTheoryOfLognormalSamplesSays() {
        Ratio ratio = Ratio.of(lognormal(new Random(SEED), 20), SEED);
        double wide = Math.log(ratio.high()) - Math.log(ratio.low());
        assertThat(wide).isCloseTo(2 * 1.96 * 0.1 / Math.sqrt(20), within(0.025));
        assertThat(ratio.value()).isStrictlyBetween(ratio.low(), ratio.high());
    }

    /** A percentile bootstrap of 20 covers some 93 %. */
    @Test
    void aboutNinetyFiveOfAHundredIntervalsHaveTheTrueMean() {
        Random random = new Random(SEED);
        long hits = IntStream.range(0, 200)
                .mapToObj(run -> Ratio.of(lognormal(random, 20), run))
                .filter(ratio -> ratio.low() <= 1.3 && 1.3 <= ratio.high())
                .count();
        assertThat(hits).isBetween(176L, 196L);
    }

    @Test
    void theOrderOfTheBlocksDoesNotMatter() {
        List<Pair> pairs = lognormal(new Random(SEED), 10);
        List<Pair> turned = new ArrayList<>(pairs);
        Collections.reverse(turned);
        assertThat(Ratio.of(turned, SEED)).isEqualTo(Ratio.of(pairs, SEED));
    }

    @Test
    void ofOneBlockTheIntervalIsAPoint() {
        Ratio ratio = Ratio.of(List.of(new Pair(146, 100)), SEED);
        assertThat(ratio.low()).isEqualTo(ratio.value()).isEqualTo(ratio.high());
        assertThat(ratio.blocks()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatHasNoRatioIsRefused(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pair(value, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pair(1, value));
    }

    @Test
    void noBlocksHaveNoRatio() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of(List.of(), SEED));
    }

    @Test
    void theSameIsWhatIsWithinTheTolerance() {
        assertThat(new Ratio(0.98, 0.5, 2, 10).isWithin(0.03)).isTrue();
        assertThat(new Ratio(1.02, 0.5, 2, 10).isWithin(0.03)).isTrue();
        assertThat(new Ratio(0.96, 0.5, 2, 10).isWithin(0.03)).isFalse();
        assertThat(new Ratio(1.04, 0.5, 2, 10).isWithin(0.03)).isFalse();
    }

    @Test
    void aTableShowsTheInterval() {
        assertThat(new Ratio(1.456, 1.4239, 1.5123, 10)).hasToString("1.46 (1.42–1.51)");
    }

    /** The true mean of their ratios is 1.3. */
    private static List<Pair> lognormal(Random random, int blocks) {
        return Stream.generate(() -> new Pair(1.3 * Math.exp(0.1 * random.nextGaussian()), 1))
                .limit(blocks)
                .toList();
    }
}
