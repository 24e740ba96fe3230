package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.Result.Measure;
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

    /** One window of it. */
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    /** So many windows in a row that were not faster by so much. */
    private static final int STEADY = 3;

    private static final double FASTER = 0.97;

    private final Deployment deployment;
    private final Plan plan;
    private final Consumer<String> out;
    private final Referee referee;

    /**
     * What is to be done.
     *
     * @param seed of the order of the rounds, and of what is ordered
     * @param blocks of each experiment
     * @param round how long each round is
     * @param warmUp how many windows a contender is warmed up for at most
     * @param whole whether every experiment is played, or the first alone
     */
    record Plan(long seed, int blocks, Duration round, int warmUp, boolean whole) {}

    /**
     * A run.
     *
     * @param deployment where nothing else is at work
     * @param plan what is to be done
     * @param out is told what happens, a line at a time
     */
    Benchmark(Deployment deployment, Plan plan, Consumer<String> out) throws SQLException {
        this.deployment = deployment;
        this.plan = plan;
        this.out = out;
        this.referee = new Referee(deployment, plan.seed());
    }

    Result run() throws IOException, SQLException, InterruptedException {
        Instant begin = Instant.now();
        Experiments experiments = new Experiments(plan.blocks(), plan.round());
        Experiment first = experiments.sideBySide();
        out.accept("Warming up");
        for (Contender contender : Contender.SIDE_BY_SIDE) {
            warmUp(contender);
        }
        Floor floor = Floor.measure(deployment);
        out.accept("Floor: " + floor);
        List<Count> counts = count();
        Map<Experiment, List<Round>> played = new LinkedHashMap<>();
        played.put(first, play(first));
        Map<String, Map<String, Double>> profile = plan.whole() ? profile() : Map.of();
        if (plan.whole()) {
            List<Experiment> more = List.of(
                    experiments.open(peakOfLocal(played.get(first)) / 2),
                    experiments.hotRow(),
                    experiments.branches(),
                    experiments.rows(),
                    experiments.clients(),
                    experiments.aborts());
            for (Experiment experiment : more) {
                played.put(experiment, play(experiment));
            }
            for (Tuning tuning : Tuning.ALL) {
                deployment.startOthers(tuning.takenBack());
                warmUp(Contender.AT_WITHOUT);
                Experiment experiment = experiments.of(tuning);
                played.put(experiment, play(experiment));
            }
        }
        return new Result(
                begin,
                Duration.between(begin, Instant.now()),
                plan,
                Machine.of(deployment.system().orderDatabase()),
                floor,
                counts,
                profile,
                played);
    }

    private Map<String, Map<String, Double>> profile() throws IOException, SQLException, InterruptedException {
        out.accept("Looking where the time of AT goes");
        Profile profile = new Profile(deployment);
        profile.start();
        referee.play(0, Entry.of(Contender.AT, Experiments.WIDE, Experiments.PEAK), plan.round());
        return profile.stop();
    }

    /** Until the median falls no more: a JVM that has seen few orders has compiled little. */
    private void warmUp(Contender contender) throws SQLException, InterruptedException {
        Entry entry = Entry.of(contender, Experiments.WIDE, Experiments.PEAK);
        double best = Double.MAX_VALUE;
        int idle = 0;
        for (int window = 1; window <= plan.warmUp() && idle < STEADY; window++) {
            double median = Measure.P50.of(referee.play(0, entry, WARM_UP));
            idle = median < best * FASTER ? 0 : idle + 1;
            best = Math.min(best, median);
        }
    }

    private List<Count> count() throws SQLException {
        out.accept("Counting what an order of each mode makes the servers do");
        List<Count> counts = new ArrayList<>();
        try (CountedWork counted = new CountedWork(deployment)) {
            for (Contender contender : Contender.COUNTED) {
                counts.add(counted.of(contender, 1));
            }
        }
        return counts;
    }

    private List<Round> play(Experiment experiment) throws SQLException, InterruptedException {
        out.accept(experiment.name() + ": " + experiment.entries().size() + " entries, " + experiment.blocks()
                + " blocks, " + experiment.length().toSeconds() + " s and what is between rounds");
        List<Round> rounds = new ArrayList<>();
        for (int block = 1; block <= experiment.blocks(); block++) {
            for (Entry entry : experiment.block(block, plan.seed())) {
                Round round = referee.play(block, entry, experiment.round());
                rounds.add(round);
                out.accept(line(experiment, round));
            }
        }
        return rounds;
    }

    private static String line(Experiment experiment, Round round) {
        return String.format(
                Locale.ROOT,
                "%d/%d  %-44s %7.1f/s  p50 %6.2f ms  p99 %7.2f ms  drain %.1f s%s",
                round.block(),
                experiment.blocks(),
                round.entry(),
                round.measured().perSecond(),
                round.measured().p50().toNanos() / 1e6,
                round.measured().p99().toNanos() / 1e6,
                round.drain().toMillis() / 1e3,
                round.holds() ? "" : "  NO SCORE: " + round.violations());
    }

    private static double peakOfLocal(List<Round> rounds) {
        return rounds.stream()
                .filter(Round::holds)
                .filter(round -> round.entry().contender() == Contender.LOCAL
                        && round.entry().shape() == Experiments.PEAK)
                .mapToDouble(round -> round.measured().perSecond())
                .average()
                .orElseThrow(() -> new IllegalStateException("No round of " + Contender.LOCAL + " has a score"));
    }

    @Override
    public void close() throws SQLException {
        referee.close();
    }
}
