package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.stats.Pair;
import com.changgou.benchmarks.stats.Ratio;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        List<Played> played) {

    /**
     * An experiment that was played.
     *
     * @param experiment what
     * @param rounds of each entry one in each block
     */
    record Played(Experiment experiment, List<Round> rounds) {}

    private static final double NANOS_IN_A_MILLI = 1e6;

    /** Two contenders that are the same may differ by so much. */
    static final double NOISE = 0.03;

    /** What is compared of a round. */
    enum Measure {
        /** The median latency. */
        P50(round -> round.p50().toNanos() / NANOS_IN_A_MILLI),
        /** The latency that one in a hundred exceeds. */
        P99(round -> round.p99().toNanos() / NANOS_IN_A_MILLI),
        /** Placed orders in a second. */
        THROUGHPUT(round -> round.perSecond());

        private final ToDoubleFunction<Round> of;

        Measure(ToDoubleFunction<Round> of) {
            this.of = of;
        }

        /** ms, or orders in a second. */
        double of(Round round) {
            return of.applyAsDouble(round);
        }
    }

    static Result ofNothing(Instant begin, Benchmark.Plan plan, Machine machine, Floor floor, List<Count> counts) {
        return new Result(begin, Duration.ZERO, plan, machine, floor, counts, Map.of(), List.of());
    }

    /** And one experiment more, now. */
    Result with(Experiment experiment, List<Round> rounds) {
        List<Played> all = new ArrayList<>(played);
        all.add(new Played(experiment, rounds));
        return new Result(begin, Duration.between(begin, Instant.now()), plan, machine, floor, counts, profile, all);
    }

    Result with(Map<String, Map<String, Double>> shares) {
        return new Result(begin, took, plan, machine, floor, counts, shares, played);
    }

    List<Round> rounds(String experiment) {
        return played.stream()
                .filter(one -> one.experiment().name().equals(experiment))
                .flatMap(one -> one.rounds().stream())
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

    /** The least that a mode's median can be here: {@link Contender#LOCAL}'s, and its own further steps. */
    Optional<Duration> floor(Contender contender) {
        OptionalDouble local = p50(Contender.LOCAL);
        Optional<Work> less = answered(Contender.LOCAL);
        Optional<Work> more = answered(contender);
        return contender.equals(Contender.LOCAL) || local.isEmpty() || less.isEmpty() || more.isEmpty()
                ? Optional.empty()
                : Optional.of(floor.of(
                        Duration.ofNanos((long) (local.getAsDouble() * NANOS_IN_A_MILLI)), less.get(), more.get()));
    }

    /** How many times the floor the measured median is. */
    OptionalDouble overFloor(Contender contender) {
        OptionalDouble measured = p50(contender);
        return measured.isEmpty()
                ? measured
                : floor(contender).stream()
                        .mapToDouble(least -> measured.getAsDouble() * NANOS_IN_A_MILLI / least.toNanos())
                        .findFirst();
    }

    private OptionalDouble p50(Contender contender) {
        return median(rounds(Experiments.SIDE_BY_SIDE), Scores.is(contender, Experiments.ALONE), Measure.P50);
    }

    private Optional<Work> answered(Contender contender) {
        return counts.stream()
                .filter(count -> count.contender().equals(contender))
                .map(Count::answered)
                .findFirst();
    }

    /** An order's share of what was used, with all that goes on behind its back; empty where none has a score. */
    static Optional<ProcessorTime> anOrder(List<Round> rounds, Predicate<Entry> entry) {
        List<Round> counted = rounds.stream()
                .filter(round -> round.holds() && entry.test(round.entry()))
                .toList();
        long placed = counted.stream().mapToLong(Round::placed).sum();
        return placed == 0
                ? Optional.empty()
                : Optional.of(ProcessorTime.together(counted.stream().map(Round::used))
                        .dividedBy(placed));
    }

    /** Without this no other ratio of the run says anything. */
    boolean isVoid() {
        return List.of(Experiments.ALONE, Experiments.PEAK).stream()
                .flatMap(shape -> List.of(Measure.P50, Measure.THROUGHPUT).stream()
                        .map(measure -> ratio(
                                rounds(Experiments.SIDE_BY_SIDE),
                                entry -> entry.equals(Entry.of(Contender.LOCAL_AGAIN, Experiments.WIDE, shape)),
                                entry -> entry.equals(Entry.of(Contender.LOCAL, Experiments.WIDE, shape)),
                                measure)))
                .anyMatch(ratio -> ratio.filter(same -> same.isWithin(NOISE)).isEmpty());
    }
}
