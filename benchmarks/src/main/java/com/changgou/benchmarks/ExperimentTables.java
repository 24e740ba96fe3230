package com.changgou.benchmarks;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.Result.Measure;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of what is compared beside the modes: one for each experiment. */
final class ExperimentTables {

    private final Result result;

    ExperimentTables(Result result) {
        this.result = result;
    }

    String open() {
        List<Round> rounds = result.rounds(Experiments.OPEN_LOOP);
        List<Shape> rates = rounds.stream()
                .map(round -> round.entry().shape())
                .distinct()
                .sorted(Comparator.comparing(Shape::toString))
                .toList();
        return "Orders come at rates of a half and a quarter of `local`'s peak, whether others are answered or not; the latency "
                + "counts from when an order should have been sent.\n\n"
                + Markdown.table(
                        List.of("Mode", "Orders", "Placed", "p50", "p99"),
                        rates.stream()
                                .flatMap(rate -> Contender.SIDE_BY_SIDE.stream()
                                        .map(contender -> open(rounds, Scores.is(contender, rate), contender, rate)))
                                .toList());
    }

    private static List<String> open(List<Round> rounds, Predicate<Entry> entry, Contender contender, Shape rate) {
        boolean keepsUp =
                rounds.stream().filter(round -> entry.test(round.entry())).allMatch(round -> round.unsent() == 0);
        return List.of(
                contender.name(),
                rate.toString(),
                Scores.perSecond(Result.median(rounds, entry, Measure.THROUGHPUT)),
                keepsUp ? Scores.millis(Result.median(rounds, entry, Measure.P50)) : "cannot keep up",
                keepsUp ? Scores.millis(Result.median(rounds, entry, Measure.P99)) : "cannot keep up");
    }

    String hotRow() {
        List<Round> rounds = result.rounds(Experiments.HOT_ROW);
        Predicate<Entry> hot = entry -> entry.rows().count() == 1;
        String ratios = Experiments.CLIENTS.stream()
                .map(Shape.Closed::new)
                .map(shape -> shape + ": × "
                        + Scores.ratio(
                                result,
                                rounds,
                                Scores.is(Contender.AT, shape).and(hot),
                                Scores.is(Contender.AT_STOCK, shape).and(hot),
                                Measure.THROUGHPUT))
                .collect(Collectors.joining("; "));
        return "Everybody orders the same SKU; where there are " + Experiments.BUCKETS + " rows its stock is split.\n\n"
                + axis(Experiments.HOT_ROW)
                + "\n\n![Orders in a second](images/benchmarks-hot-row.png)\n\n![p99](images/benchmarks-hot-row-p99.png)\n\n"
                + "AT as shipped against AT with stock settings: " + ratios + ".";
    }

    /** A row for each entry, in the order of the experiment, against local where it was played in the same setting. */
    String axis(String experiment) {
        List<Round> rounds = result.rounds(experiment);
        List<Entry> entries = result.played().stream()
                .map(Result.Played::experiment)
                .filter(played -> played.name().equals(experiment))
                .flatMap(played -> played.entries().stream())
                .toList();
        return Markdown.table(
                List.of("", "Placed", "p50", "p99", "Placed / local"),
                entries.stream()
                        .map(entry -> List.of(
                                entry.toString(),
                                Scores.perSecond(Result.median(rounds, entry::equals, Measure.THROUGHPUT)),
                                Scores.millis(Result.median(rounds, entry::equals, Measure.P50)),
                                Scores.millis(Result.median(rounds, entry::equals, Measure.P99)),
                                localOf(entry, entries)
                                        .map(local -> Scores.ratio(
                                                result, rounds, entry::equals, local::equals, Measure.THROUGHPUT))
                                        .orElse("")))
                        .toList());
    }

    private static Optional<Entry> localOf(Entry entry, List<Entry> entries) {
        return entries.stream()
                .filter(other -> other.contender().name().startsWith("local")
                        && !other.equals(entry)
                        && other.lines() == entry.lines()
                        && other.shape().equals(entry.shape())
                        && other.rows().equals(entry.rows()))
                .findFirst();
    }

    /** Libraries that have a share of one in a hundred somewhere, the greatest first. */
    String profile() {
        List<String> processes = result.profile().keySet().stream().sorted().toList();
        List<String> owners = result.profile().values().stream()
                .flatMap(shares -> shares.keySet().stream())
                .distinct()
                .filter(owner -> processes.stream().anyMatch(process -> share(process, owner) >= 0.01))
                .sorted(Comparator.comparingDouble((String owner) -> -processes.stream()
                        .mapToDouble(process -> share(process, owner))
                        .sum()))
                .toList();
        return "Samples of the processors with eight clients; each counts for the first frame, from the top, of one of these.\n\n"
                + Markdown.table(
                        Stream.concat(Stream.of("Code of"), processes.stream()).toList(),
                        owners.stream()
                                .map(owner -> Stream.concat(
                                                Stream.of(owner),
                                                processes.stream()
                                                        .map(process -> String.format(
                                                                Locale.ROOT, "%.0f %%", share(process, owner) * 100)))
                                        .toList())
                                .toList());
    }

    private double share(String process, String owner) {
        return result.profile().get(process).getOrDefault(owner, 0.0);
    }

    String tuning() {
        return "Each setting of `application.yml` of both services against the same services without it.\n\n"
                + Markdown.table(
                        List.of("Setting", "Rows", "p50, 1 client", "Placed, 8 clients"),
                        Tuning.ALL.stream()
                                .map(tuning -> List.of(
                                        tuning.name(),
                                        tuning.rows().toString(),
                                        gain(tuning, Experiments.ALONE, Measure.P50),
                                        gain(tuning, Experiments.PEAK, Measure.THROUGHPUT)))
                                .toList());
    }

    private String gain(Tuning tuning, Shape shape, Measure measure) {
        return "× "
                + Scores.ratio(
                        result,
                        result.rounds(tuning.name()),
                        Scores.is(Contender.AT, shape),
                        Scores.is(Contender.AT_WITHOUT, shape),
                        measure);
    }
}
