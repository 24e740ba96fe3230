package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.Referee.Pass;
import com.changgou.benchmarks.Result.Measure;
import com.changgou.faultmatrix.cell.Store;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One run: warm-up, floor, counted work, and the experiments. */
final class Benchmark implements AutoCloseable {

    private static final Duration PROFILED = Duration.ofSeconds(20);

    /** Those in Java that an order passes. */
    private static final List<String> PROFILED_PARTS = List.of("order-service", "goods-service", "tc");

    private final Deployment deployment;
    private final Plan plan;
    private final Consumer<String> out;
    private final Report report;
    private final Referee referee;

    /**
     * What is to be done.
     *
     * @param seed of the order of the rounds, and of what is ordered
     * @param blocks of each experiment
     * @param round how long each round of the first is; those of the others are shorter
     * @param warmUp how many turns each contender is warmed up for
     * @param untilSure how many orders in a row must not take less than the least before that is the count
     * @param whole whether every experiment is played, or the first alone
     * @param store where the TC has its sessions
     */
    record Plan(long seed, int blocks, Duration round, int warmUp, int untilSure, boolean whole, Store store) {}

    /** Where a result goes. */
    interface Report {

        void write(Result result) throws IOException;
    }

    /**
     * A run.
     *
     * @param deployment where nothing else is at work
     * @param plan what is to be done
     * @param out is told what happens, a line at a time
     * @param report gets the result after each experiment: who ends a run keeps what it has come to
     */
    Benchmark(Deployment deployment, Plan plan, Consumer<String> out, Report report) throws SQLException {
        this.deployment = deployment;
        this.plan = plan;
        this.out = out;
        this.report = report;
        this.referee = new Referee(deployment, plan.seed());
    }

    Result run() throws IOException, SQLException, InterruptedException {
        Instant begin = Instant.now();
        Experiments experiments = new Experiments(plan.blocks(), plan.round());
        warmUp(experiments.warmUp(plan.warmUp()));
        Floor floor = Floor.measure(deployment);
        out.accept("Floor: " + floor);
        Machine machine = Machine.of(deployment.system().orderDatabase());
        Result result = play(Result.ofNothing(begin, plan, machine, floor, count()), experiments.sideBySide());
        if (plan.whole()) {
            double peak = peakOfLocal(result);
            for (Experiment experiment : List.of(
                    experiments.hotRow(),
                    experiments.open(List.of(peak / 2, peak / 4)),
                    experiments.branches(),
                    experiments.rows(),
                    experiments.clients(),
                    experiments.aborts())) {
                result = play(result, experiment);
            }
            // Who was looked at is slower: the services are started again for what comes then.
            if (Profile.isPossible()) {
                result = result.with(profile());
                report.write(result);
            } else {
                out.accept("No profile: there is no async-profiler for this machine");
            }
            for (Tuning tuning : Tuning.ALL) {
                deployment.startAgain(tuning.takenBack());
                warmUp(Experiments.warmUpOf(tuning, plan.warmUp()));
                result = play(result, experiments.of(tuning));
            }
        }
        return result;
    }

    private Map<String, Map<String, Double>> profile() throws IOException, SQLException, InterruptedException {
        out.accept("Looking where the time of AT goes");
        Map<String, Long> processes = new LinkedHashMap<>();
        for (String part : PROFILED_PARTS) {
            processes.put(part, deployment.system().process(part).orElseThrow().pid());
        }
        Profile profile =
                new Profile(processes, deployment.system().installation().home());
        profile.start();
        referee.play(0, 0, List.of(Entry.of(Contender.AT, Experiments.WIDE, Experiments.PEAK)), PROFILED);
        return profile.stop();
    }

    /** A JVM that has seen few orders has compiled little. */
    private void warmUp(Experiment some) throws SQLException, InterruptedException {
        for (int turn = 1; turn <= some.turns(); turn++) {
            out.accept(some.name() + ", turn " + turn + "/" + some.turns());
            referee.play(0, turn, some.order(0, turn, plan.seed()), some.turn());
        }
    }

    private List<Count> count() throws SQLException {
        out.accept("Counting what an order of each mode makes the servers do");
        List<Count> counts = new ArrayList<>();
        try (CountedWork counted = new CountedWork(deployment, plan.untilSure())) {
            for (Contender contender : Contender.COUNTED) {
                counts.add(counted.of(contender, 1));
            }
        }
        return counts;
    }

    private Result play(Result before, Experiment experiment) throws IOException, SQLException, InterruptedException {
        out.accept(experiment.name() + ": " + experiment.entries().size() + " entries, " + experiment.blocks()
                + " blocks, " + experiment.length().toSeconds() + " s and what is between turns");
        List<Round> rounds = new ArrayList<>();
        for (int block = 1; block <= experiment.blocks(); block++) {
            for (Round round : block(experiment, block)) {
                rounds.add(round);
                out.accept(line(experiment, round));
            }
        }
        Result result = before.with(experiment, rounds);
        report.write(result);
        return result;
    }

    private List<Round> block(Experiment experiment, int block) throws SQLException, InterruptedException {
        Map<Entry, List<Turn>> turns = new LinkedHashMap<>();
        List<String> violations = new ArrayList<>();
        for (int turn = 1; turn <= experiment.turns(); turn++) {
            Pass played = referee.play(block, turn, experiment.order(block, turn, plan.seed()), experiment.turn());
            out.accept("block " + block + "/" + experiment.blocks() + ", turn " + turn + "/" + experiment.turns());
            violations.addAll(played.violations());
            for (Turn one : played.turns()) {
                turns.computeIfAbsent(one.entry(), none -> new ArrayList<>()).add(one);
            }
        }
        return turns.values().stream()
                .map(all -> Round.of(block, all, violations))
                .toList();
    }

    private static String line(Experiment experiment, Round round) {
        return String.format(
                Locale.ROOT,
                "%d/%d  %-44s %7.1f/s  p50 %6.2f ms  p99 %7.2f ms  drain %.1f s%s",
                round.block(),
                experiment.blocks(),
                round.entry(),
                round.perSecond(),
                Measure.P50.of(round),
                Measure.P99.of(round),
                round.drain().toMillis() / 1e3,
                round.holds() ? "" : "  NO SCORE: " + round.violations());
    }

    private static double peakOfLocal(Result result) {
        return Result.median(
                        result.rounds(Experiments.SIDE_BY_SIDE),
                        Scores.is(Contender.LOCAL, Experiments.PEAK),
                        Measure.THROUGHPUT)
                .orElseThrow(() -> new IllegalStateException("No round of " + Contender.LOCAL + " has a score"));
    }

    @Override
    public void close() throws SQLException {
        referee.close();
    }
}
