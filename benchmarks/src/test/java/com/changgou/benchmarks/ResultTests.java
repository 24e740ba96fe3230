package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.benchmarks.Result.Measure;
import com.changgou.benchmarks.load.Measured;
import com.changgou.benchmarks.stats.Ratio;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Invariant: a ratio is of rounds of one block, a round without a score is in none, and noise makes the run void. */
class ResultTests {

    private static final Entry LOCAL = Entry.of(Contender.LOCAL, Experiments.WIDE, Experiments.PEAK);
    private static final Entry AT = Entry.of(Contender.AT, Experiments.WIDE, Experiments.PEAK);

    @Test
    void ratioIsTakenWithinABlock() {
        List<Round> rounds = List.of(round(1, LOCAL, 1_000), round(1, AT, 500), round(2, LOCAL, 100), round(2, AT, 50));
        assertThat(ratio(rounds)).isEqualTo(new Ratio(0.5, 0.5, 0.5, 2));
    }

    @Test
    void roundWithoutAScoreIsInNoRatio() {
        List<Round> rounds = List.of(
                round(1, LOCAL, 1_000),
                round(1, AT, 500),
                round(2, LOCAL, 100),
                new Round(2, AT, measured(100), Duration.ZERO, List.of("I1: a piece is missing")));
        assertThat(ratio(rounds).blocks()).isEqualTo(1);
        assertThat(Result.median(rounds, AT::equals, Measure.THROUGHPUT)).hasValue(500);
    }

    @Test
    void twoOfTheSameThatDifferMakeTheRunVoid() {
        assertThat(result(1_000, 1_020).isVoid()).isFalse();
        assertThat(result(1_000, 1_050).isVoid()).isTrue();
    }

    @Test
    void eachBlockPlaysEveryEntryOnceInAnOrderOfItsOwn() {
        Experiment experiment = new Experiments(10, Duration.ofSeconds(1)).sideBySide();
        HashSet<List<Entry>> orders = new HashSet<>();
        for (int block = 1; block <= 10; block++) {
            assertThat(experiment.block(block, 1)).containsExactlyInAnyOrderElementsOf(experiment.entries());
            assertThat(experiment.block(block, 1)).isEqualTo(experiment.block(block, 1));
            orders.add(experiment.block(block, 1));
        }
        assertThat(orders).hasSize(10);
    }

    private static Ratio ratio(List<Round> rounds) {
        Result result = new Result(
                Instant.EPOCH,
                Duration.ZERO,
                new Benchmark.Plan(1, 2, Duration.ofSeconds(1), false),
                new Machine("", 1, "", "", ""),
                new Floor(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                List.of(),
                Map.of(),
                Map.of());
        return result.ratio(rounds, is(AT), is(LOCAL), Measure.THROUGHPUT);
    }

    private static Predicate<Entry> is(Entry wanted) {
        return wanted::equals;
    }

    private static Result result(long local, long again) {
        List<Round> rounds = new ArrayList<>();
        for (Entry.Shape shape : List.of(Experiments.ALONE, Experiments.PEAK)) {
            rounds.add(round(1, Entry.of(Contender.LOCAL, Experiments.WIDE, shape), local));
            rounds.add(round(1, Entry.of(Contender.LOCAL_AGAIN, Experiments.WIDE, shape), again));
        }
        return new Result(
                Instant.EPOCH,
                Duration.ZERO,
                new Benchmark.Plan(1, 1, Duration.ofSeconds(1), false),
                new Machine("", 1, "", "", ""),
                new Floor(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                List.of(),
                Map.of(),
                Map.of(new Experiments(1, Duration.ofSeconds(1)).sideBySide(), rounds));
    }

    private static Round round(int block, Entry entry, long placed) {
        return new Round(block, entry, measured(placed), Duration.ZERO, List.of());
    }

    private static Measured measured(long placed) {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(1_000_000 / placed);
        return new Measured(Duration.ofSeconds(1), placed, 0, 0, 0, 0, latencies);
    }
}
