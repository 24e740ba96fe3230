package com.changgou.benchmarks;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.load.Rows;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is played: the tables of the report follow it. */
final class Experiments {

    static final String SIDE_BY_SIDE = "Side by side";
    static final String OPEN_LOOP = "Open loop";
    static final String HOT_ROW = "Hot row";
    private static final String BRANCHES = "Branches";
    private static final String ROWS = "Rows";
    private static final String CLIENT_COUNTS = "Clients";
    private static final String ABORTS = "Aborts";

    /** Those in which one thing differs, and which all have the same table. */
    static final List<String> AXES = List.of(BRANCHES, ROWS, CLIENT_COUNTS, ABORTS);

    static final Shape ALONE = new Shape.Closed(1);
    static final Shape PEAK = new Shape.Closed(8);

    static final Rows WIDE = Rows.uniform(Deployment.SKUS);
    static final int BUCKETS = 16;
    private static final int LEAST_BLOCKS = 3;

    /** How much shorter a round is of what differs in one thing alone. */
    private static final int SHORTER = 5;

    /** A machine is faster in one minute than in the next: short turns share that out. Still shorter ones are mostly begin and end. */
    private static final Duration TURN = Duration.ofSeconds(2);

    /** A queue that grows takes longer to show. */
    private static final Duration LONG_TURN = Duration.ofSeconds(5);

    static final List<Integer> CLIENTS = List.of(1, 8, 32);

    private final int blocks;
    private final Duration round;

    /**
     * The experiments.
     *
     * @param blocks how often the comparison of the modes is played; what differs in one thing alone is played a third as often
     * @param round how long each time; what differs in one thing alone is played for a fifth of it
     */
    Experiments(int blocks, Duration round) {
        this.blocks = blocks;
        this.round = round;
    }

    /**
     * Every mode, before anything counts. The services with stock settings place the orders of one contender alone, and get as many as
     * the others do: or the settings would seem to be worth what the JIT compiler is.
     */
    Experiment warmUp(int turns) {
        List<Contender> ours = Contender.SIDE_BY_SIDE.stream()
                .filter(contender -> contender.settings() == Contender.Settings.OURS)
                .toList();
        return new Experiment(
                "Warm-up",
                Stream.concat(ours.stream(), Collections.nCopies(ours.size(), Contender.AT_STOCK).stream())
                        .map(contender -> Entry.of(contender, WIDE, PEAK))
                        .toList(),
                1,
                turns,
                Collections.min(List.of(TURN, round)));
    }

    /** Both, which have started at the same time. Half as long leaves them at two thirds of their rate. */
    static Experiment warmUpOf(Tuning tuning, int turns) {
        return new Experiment(
                "Warm-up without: " + tuning.name(),
                Stream.of(Contender.AT, Contender.AT_WITHOUT)
                        .map(contender -> Entry.of(contender, WIDE, PEAK))
                        .toList(),
                1,
                turns,
                LONG_TURN.multipliedBy(2));
    }

    /**
     * Every mode with one client, for the latency, and with eight, for the peak. What all others are measured against, and what says how
     * much is noise, has two turns with one client: there a machine is the least steady.
     */
    Experiment sideBySide() {
        return inTurns(
                SIDE_BY_SIDE,
                blocks,
                round,
                Stream.concat(
                        Contender.SIDE_BY_SIDE.stream()
                                .flatMap(contender ->
                                        Stream.of(ALONE, PEAK).map(shape -> Entry.of(contender, WIDE, shape))),
                        Stream.of(Contender.LOCAL, Contender.LOCAL_AGAIN)
                                .map(contender -> Entry.of(contender, WIDE, ALONE))));
    }

    /** Every mode at rates that all of them are offered. */
    Experiment open(List<Double> perSecond) {
        return new Experiment(
                OPEN_LOOP,
                perSecond.stream()
                        .map(Shape.Open::new)
                        .flatMap(shape ->
                                Contender.SIDE_BY_SIDE.stream().map(contender -> Entry.of(contender, WIDE, shape)))
                        .toList(),
                fewer(),
                1,
                LONG_TURN);
    }

    /** Everybody wants the same SKU. */
    Experiment hotRow() {
        List<Contender> contenders =
                List.of(Contender.LOCAL, Contender.AT_STOCK, Contender.AT, Contender.TCC, Contender.XA);
        return experiment(
                HOT_ROW,
                CLIENTS.stream()
                        .map(Shape.Closed::new)
                        .flatMap(shape -> Stream.concat(
                                contenders.stream().map(contender -> Entry.of(contender, Rows.hot(), shape)),
                                Stream.of(Entry.of(Contender.AT, Rows.uniform(BUCKETS), shape)))));
    }

    /** How many clients there are. */
    Experiment clients() {
        return experiment(
                CLIENT_COUNTS,
                CLIENTS.stream()
                        .map(Shape.Closed::new)
                        .flatMap(shape -> compared().map(contender -> Entry.of(contender, WIDE, shape))));
    }

    /** How much they want the same. */
    Experiment rows() {
        return experiment(
                ROWS,
                Stream.of(Rows.hot(), Rows.uniform(10), WIDE, Rows.zipf(Deployment.SKUS, 0.99))
                        .flatMap(rows -> compared().map(contender -> Entry.of(contender, rows, PEAK))));
    }

    /** How many branches an order has: one for each line, and one for itself. */
    Experiment branches() {
        return experiment(
                BRANCHES,
                IntStream.of(1, 2, 4)
                        .boxed()
                        .flatMap(lines -> Stream.of(Contender.LOCAL_SPLIT, Contender.AT_SPLIT)
                                .map(contender -> new Entry(contender, WIDE, lines, 0, ALONE))));
    }

    /** How many orders are refused when one branch is done, which has to be undone then. */
    Experiment aborts() {
        return experiment(
                ABORTS, Stream.of(0.0, 0.05, 0.3).map(share -> new Entry(Contender.AT_SPLIT, WIDE, 1, share, PEAK)));
    }

    /** Ours against ours without one setting, which the second pair of services lacks meanwhile. */
    Experiment of(Tuning tuning) {
        return experiment(
                tuning.name(),
                Stream.of(Contender.AT, Contender.AT_WITHOUT)
                        .flatMap(contender ->
                                Stream.of(ALONE, PEAK).map(shape -> Entry.of(contender, tuning.rows(), shape))));
    }

    private static Stream<Contender> compared() {
        return Stream.of(Contender.LOCAL, Contender.AT, Contender.XA);
    }

    private int fewer() {
        return Math.max(LEAST_BLOCKS, blocks / 3);
    }

    private Experiment experiment(String name, Stream<Entry> entries) {
        return inTurns(name, fewer(), round.dividedBy(SHORTER), entries);
    }

    private static Experiment inTurns(String name, int times, Duration round, Stream<Entry> entries) {
        int turns = Math.max(1, (int) round.dividedBy(TURN));
        return new Experiment(name, entries.toList(), times, turns, round.dividedBy(turns));
    }
}
