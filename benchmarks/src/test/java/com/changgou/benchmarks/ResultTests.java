package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.benchmarks.Result.Measure;
import com.changgou.benchmarks.stats.Ratio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Invariant: a ratio is of rounds of one block, a round without a score is in none, and noise makes the run void. */
class ResultTests {

    private static final Entry LOCAL = Entry.of(Contender.LOCAL, Experiments.WIDE, Experiments.PEAK);
    private static final Entry AT = Entry.of(Contender.AT, Experiments.WIDE, Experiments.PEAK);

    @Test
    void ratioIsTakenWithinABlock() {
        List<Round> rounds = List.of(
                SomeResult.round(1, LOCAL, 1_000),
                SomeResult.round(1, AT, 500),
                SomeResult.round(2, LOCAL, 100),
                SomeResult.round(2, AT, 50));
        assertThat(ratio(rounds)).isEqualTo(new Ratio(0.5, 0.5, 0.5, 2));
    }

    @Test
    void roundWithoutAScoreIsInNoRatio() {
        List<Round> rounds = List.of(
                SomeResult.round(1, LOCAL, 1_000),
                SomeResult.round(1, AT, 500),
                SomeResult.round(2, LOCAL, 100),
                SomeResult.round(2, AT, 100, "I1: a piece is missing"));
        assertThat(ratio(rounds).blocks()).isEqualTo(1);
        assertThat(Result.median(rounds, AT::equals, Measure.THROUGHPUT)).hasValue(500);
    }

    @Test
    void runWithoutAScoreOfLocalIsVoid() {
        assertThat(SomeResult.of().isVoid()).isTrue();
    }

    @Test
    void twoOfTheSameThatDifferMakeTheRunVoid() {
        assertThat(result(1_000, 1_020).isVoid()).isFalse();
        assertThat(result(1_000, 1_050).isVoid()).isTrue();
    }

    @Test
    void everyEntryHasOneTurnInEachOrderAndNoOrderIsPlayedTwice() {
        Experiment experiment = new Experiments(10, Duration.ofSeconds(20)).sideBySide();
        assertThat(experiment.turns()).isEqualTo(10);
        HashSet<List<Entry>> orders = new HashSet<>();
        for (int block = 1; block <= 10; block++) {
            for (int turn = 1; turn <= 10; turn++) {
                List<Entry> order = experiment.order(block, turn, 1);
                assertThat(order).containsExactlyInAnyOrderElementsOf(experiment.entries());
                assertThat(order).isEqualTo(experiment.order(block, turn, 1));
                orders.add(order);
            }
        }
        assertThat(orders).hasSize(100);
    }

    /** Or a setting would seem to be worth what the JIT compiler is. */
    @Test
    void warmUpGivesBothPairsOfServicesTheSame() {
        List<Entry> entries =
                new Experiments(1, Duration.ofSeconds(1)).warmUp(1).entries();
        assertThat(entries)
                .filteredOn(entry -> entry.contender().settings() == Contender.Settings.OTHER)
                .hasSize(entries.size() / 2);
    }

    @Test
    void roundIsAllOfItsTurns() {
        List<Turn> turns = List.of(SomeResult.turn(AT, 100), SomeResult.turn(AT, 300));
        Round round = Round.of(1, turns, List.of());
        assertThat(round.perSecond()).isEqualTo(200);
        assertThat(round.placed()).isEqualTo(400);
        assertThat(round.p50().toMillis()).isEqualTo(3);
        assertThat(round.p99().toMillis()).isEqualTo(10);
        assertThat(round.used().all()).isEqualTo(Duration.ofMillis(240));
        assertThat(round.holds()).isTrue();
        assertThat(Round.of(1, turns, List.of("I1: a piece is missing")).holds())
                .isFalse();
    }

    private static Ratio ratio(List<Round> rounds) {
        Result result = SomeResult.of();
        return result.ratio(rounds, is(AT), is(LOCAL), Measure.THROUGHPUT).orElseThrow();
    }

    private static Predicate<Entry> is(Entry wanted) {
        return wanted::equals;
    }

    private static Result result(long local, long again) {
        List<Round> rounds = new ArrayList<>();
        for (Entry.Shape shape : List.of(Experiments.ALONE, Experiments.PEAK)) {
            rounds.add(SomeResult.round(1, Entry.of(Contender.LOCAL, Experiments.WIDE, shape), local));
            rounds.add(SomeResult.round(1, Entry.of(Contender.LOCAL_AGAIN, Experiments.WIDE, shape), again));
        }
        return SomeResult.of(new Result.Played(new Experiments(1, Duration.ofSeconds(1)).sideBySide(), rounds));
    }
}
