package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.stats.Pair;
import com.changgou.benchmarks.stats.Ratio;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;

/**
 * What a run has come to.
 *
 * @param begin when it began
 * @param took how long it took
 * @param plan what was to be done
 * @param machine where
 * @param floor what single steps take there
 * @param counts what one order of each mode makes the servers do
 * @param profile by process, the share of each library in the samples of an AT round; empty where nobody has looked
 * @param played every round, by experiment
 */
record Result(
        Instant begin,
        Duration took,
        Benchmark.Plan plan,
        Machine machine,
        Floor floor,
        List<Count> counts,
        Map<String, Map<String, Double>> profile,
        Map<Experiment, List<Round>> played) {

    /** Two contenders that are the same may differ by so much. */
    static final double NOISE = 0.03;

    /** What is compared of a round. */
    enum Measure {
        /** The median latency. */
        P50(round -> round.measured().p50().toNanos() / 1e6),
        /** The latency that one in a hundred exceeds. */
        P99(round -> round.measured().p99().toNanos() / 1e6),
        /** Placed orders in a second. */
        THROUGHPUT(round -> round.measured().perSecond());

        private final ToDoubleFunction<Round> of;

        Measure(ToDoubleFunction<Round> of) {
            this.of = of;
        }

        /** ms, or orders in a second. */
        double of(Round round) {
            return of.applyAsDouble(round);
        }
    }

    List<Round> rounds(String experiment) {
        return played.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(experiment))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Rounds that have no score are left out, and so is their block; empty where no block is left. */
    Optional<Ratio> ratio(List<Round> rounds, Predicate<Entry> measured, Predicate<Entry> reference, Measure measure) {
        List<Pair> pairs = rounds.stream()
                .filter(round -> round.holds() && measured.test(round.entry()))
                .flatMap(round -> rounds.stream()
                        .filter(other ->
                                other.block() == round.block() && other.holds() && reference.test(other.entry()))
                        .map(other -> new Pair(measure.of(round), measure.of(other))))
                .toList();
        return pairs.isEmpty() ? Optional.empty() : Optional.of(Ratio.of(pairs, plan.seed()));
    }

    /** Of the rounds that have a score. */
    static OptionalDouble median(List<Round> rounds, Predicate<Entry> entry, Measure measure) {
        double[] values = rounds.stream()
                .filter(round -> round.holds() && entry.test(round.entry()))
                .mapToDouble(measure::of)
                .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Median.withDefaults().evaluate(values));
    }

    /** Without this no other ratio of the run says anything. */
    boolean isVoid() {
        return List.of(Experiments.ALONE, Experiments.PEAK).stream()
                .flatMap(shape -> List.of(Measure.P50, Measure.THROUGHPUT).stream()
                        .map(measure -> ratio(
                                rounds(Experiments.SIDE_BY_SIDE),
                                entry -> entry.contender() == Contender.LOCAL_AGAIN && entry.shape() == shape,
                                entry -> entry.contender() == Contender.LOCAL && entry.shape() == shape,
                                measure)))
                .anyMatch(ratio -> ratio.filter(same -> same.isWithin(NOISE)).isEmpty());
    }
}
