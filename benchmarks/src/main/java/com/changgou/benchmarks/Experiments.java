package com.changgou.benchmarks;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.load.Rows;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is played: the tables of the report follow it. */
final class Experiments {

    static final String SIDE_BY_SIDE = "Side by side";
    static final String HOT_ROW = "Hot row";
    static final Shape ALONE = new Shape.Closed(1);
    static final Shape PEAK = new Shape.Closed(8);

    static final Rows WIDE = Rows.uniform(Deployment.SKUS);
    static final int BUCKETS = 16;
    private static final int LEAST_BLOCKS = 3;
    static final List<Integer> CLIENTS = List.of(1, 8, 32);

    private final int blocks;
    private final Duration round;

    /**
     * The experiments.
     *
     * @param blocks how often the comparison of the modes is played; what differs in one thing alone is played a third as often
     * @param round how long each time
     */
    Experiments(int blocks, Duration round) {
        this.blocks = blocks;
        this.round = round;
    }

    /** Every mode with one client, for the latency, and with eight, for the peak. */
    Experiment sideBySide() {
        return experiment(
                SIDE_BY_SIDE,
                blocks,
                Contender.SIDE_BY_SIDE.stream()
                        .flatMap(contender -> Stream.of(ALONE, PEAK).map(shape -> Entry.of(contender, WIDE, shape))));
    }

    /** Every mode at a rate that all of them are offered. */
    Experiment open(double perSecond) {
        Shape shape = new Shape.Open(perSecond);
        return experiment(
                "Open loop",
                blocks,
                Contender.SIDE_BY_SIDE.stream().map(contender -> Entry.of(contender, WIDE, shape)));
    }

    /** Everybody wants the same SKU. */
    Experiment hotRow() {
        List<Contender> contenders =
                List.of(Contender.LOCAL, Contender.AT_STOCK, Contender.AT, Contender.TCC, Contender.XA);
        return experiment(
                HOT_ROW,
                fewer(),
                CLIENTS.stream()
                        .map(Shape.Closed::new)
                        .flatMap(shape -> Stream.concat(
                                contenders.stream().map(contender -> Entry.of(contender, Rows.hot(), shape)),
                                Stream.of(Entry.of(Contender.AT, Rows.uniform(BUCKETS), shape)))));
    }

    /** How many clients there are. */
    Experiment clients() {
        return experiment(
                "Clients",
                fewer(),
                CLIENTS.stream()
                        .map(Shape.Closed::new)
                        .flatMap(shape -> compared().map(contender -> Entry.of(contender, WIDE, shape))));
    }

    /** How much they want the same. */
    Experiment rows() {
        return experiment(
                "Rows",
                fewer(),
                Stream.of(Rows.hot(), Rows.uniform(10), WIDE, Rows.zipf(Deployment.SKUS, 0.99))
                        .flatMap(rows -> compared().map(contender -> Entry.of(contender, rows, PEAK))));
    }

    /** How many branches an order has: one for each line, and one for itself. */
    Experiment branches() {
        return experiment(
                "Branches",
                fewer(),
                IntStream.of(1, 2, 4)
                        .boxed()
                        .flatMap(lines -> Stream.of(Contender.LOCAL_SPLIT, Contender.AT_SPLIT)
                                .map(contender -> new Entry(contender, WIDE, lines, 0, ALONE))));
    }

    /** How many orders are refused when one branch is done, which has to be undone then. */
    Experiment aborts() {
        return experiment(
                "Aborts",
                fewer(),
                Stream.of(0.0, 0.05, 0.3).map(share -> new Entry(Contender.AT_SPLIT, WIDE, 1, share, PEAK)));
    }

    /** Ours against ours without one setting, which the second pair of services lacks meanwhile. */
    Experiment of(Tuning tuning) {
        return experiment(
                tuning.name(),
                fewer(),
                Stream.of(Contender.AT, Contender.AT_WITHOUT)
                        .flatMap(contender -> Stream.of(ALONE, Tuning.SHAPE)
                                .map(shape -> Entry.of(contender, tuning.rows(), shape))));
    }

    private static Stream<Contender> compared() {
        return Stream.of(Contender.LOCAL, Contender.AT, Contender.XA);
    }

    private int fewer() {
        return Math.max(LEAST_BLOCKS, blocks / 3);
    }

    private Experiment experiment(String name, int times, Stream<Entry> entries) {
        return new Experiment(name, entries.toList(), times, round);
    }
}
