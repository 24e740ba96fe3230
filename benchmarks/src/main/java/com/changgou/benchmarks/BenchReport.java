package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.Result.Measure;
import com.changgou.benchmarks.report.Bars;
import com.changgou.benchmarks.report.Bars.Bar;
import com.changgou.benchmarks.report.Charts;
import com.changgou.benchmarks.report.Lines;
import com.changgou.benchmarks.stats.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A run as a page, as pictures, and as JSON. */
final class BenchReport {

    static final String PAGE = "benchmarks.md";

    private final Result result;
    private final String store;

    /**
     * A report.
     *
     * @param result of the run
     * @param store where the TC has its sessions
     */
    BenchReport(Result result, String store) {
        this.result = result;
        this.store = store;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("benchmarks.json"),
                JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(Map.of(
                                "begin", result.begin().toString(),
                                "seconds", result.took().toSeconds(),
                                "plan", result.plan(),
                                "machine", result.machine(),
                                "floor", result.floor(),
                                "counts", result.counts(),
                                "rounds", numbers())));
        Files.writeString(directory.resolve(PAGE), page());
        draw(Files.createDirectories(directory.resolve("images")));
    }

    /** A JDK without fonts writes the page alone. */
    private void draw(Path images) throws IOException {
        try {
            Charts.write(ratios(), images.resolve("benchmarks-ratios.png"));
            if (!result.rounds(Experiments.HOT_ROW).isEmpty()) {
                Charts.write(
                        hotRow(Measure.THROUGHPUT, "orders in a second"), images.resolve("benchmarks-hot-row.png"));
                Charts.write(hotRow(Measure.P99, "p99 in ms"), images.resolve("benchmarks-hot-row-p99.png"));
            }
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            System.err.println("No pictures: this JDK cannot draw (" + noFonts + ")");
        }
    }

    /** A round in numbers; its histogram stays with the run. */
    private record Numbers(
            String experiment,
            int block,
            String entry,
            double perSecond,
            double p50Millis,
            double p99Millis,
            long placed,
            long refused,
            long unknown,
            long drainMillis,
            List<String> violations) {}

    private List<Numbers> numbers() {
        return result.played().entrySet().stream()
                .flatMap(played -> played.getValue().stream()
                        .map(round -> new Numbers(
                                played.getKey().name(),
                                round.block(),
                                round.entry().toString(),
                                Measure.THROUGHPUT.of(round),
                                Measure.P50.of(round),
                                Measure.P99.of(round),
                                round.measured().placed(),
                                round.measured().refused(),
                                round.measured().unknown(),
                                round.drain().toMillis(),
                                round.violations())))
                .toList();
    }

    private String page() {
        List<String> parts = new ArrayList<>(List.of(
                head(), "## What single steps take\n\n" + floor(), "## What an order takes\n\n" + counted(), modes()));
        if (result.plan().whole()) {
            parts.addAll(List.of(
                    "## Where the time of AT goes\n\n" + profile(),
                    "## Open loop\n\n" + open(),
                    "## Hot row\n\n" + hotRow(),
                    "## Branches\n\n" + axis("Branches"),
                    "## Rows\n\n" + axis("Rows"),
                    "## Clients\n\n" + axis("Clients"),
                    "## Aborts\n\n" + axis("Aborts"),
                    "## Tuning\n\n" + tuning()));
        }
        parts.add("## Rounds without a score\n\n" + withoutScore());
        return String.join("\n\n", parts) + "\n";
    }

    private String head() {
        Benchmark.Plan plan = result.plan();
        return """
                # Benchmarks

                Written by `./demo bench` on %s, in %d minutes: %d blocks, rounds of %d s, seed %d, TC with its sessions in %s. Every
                round began with the same rows and ended with the fault matrix' checker: one that loses or leaves anything has no score.
                Ratios are taken within a block; the interval is a bootstrap's, 95 %%.

                | | |
                | --- | --- |
                | Processor | %s |
                | Memory | %d GiB |
                | System | %s |
                | Java | %s |
                | Database | %s |

                %s""".formatted(
                        result.begin().toString().substring(0, 10),
                        result.took().toMinutes(),
                        plan.blocks(),
                        plan.round().toSeconds(),
                        plan.seed(),
                        store,
                        result.machine().processor(),
                        result.machine().memoryGib(),
                        result.machine().system(),
                        result.machine().java(),
                        result.machine().database(),
                        result.isVoid()
                                ? "**This run is void**: the same contender, played twice, differs by more than 3 %."
                                : "The same contender, played twice, differs by less than 3 %: the run counts.");
    }

    private String floor() {
        return table(
                List.of("Step", "Median"),
                List.of(
                        List.of(
                                "database round trip",
                                Floor.millis(result.floor().databaseRoundTrip())),
                        List.of("durable commit", Floor.millis(result.floor().commit())),
                        List.of("TC round trip", Floor.millis(result.floor().tcRoundTrip())),
                        List.of("HTTP hop", Floor.millis(result.floor().httpHop()))));
    }

    /** The table that a test counts again. */
    static String counted(List<Count> counts) {
        return table(
                List.of(
                        "Mode",
                        "Statements",
                        "TC calls",
                        "Durable commits",
                        "HTTP hops",
                        "Statements behind",
                        "TC calls behind",
                        "Durable commits behind"),
                counts.stream()
                        .map(count -> List.of(
                                count.contender().name(),
                                number(count.answered().statements()),
                                calls(count.answered()),
                                number(count.answered().durableCommits()),
                                number(count.answered().hops()),
                                number(count.behind().statements()),
                                calls(count.behind()),
                                number(count.behind().durableCommits())))
                        .toList());
    }

    private String counted() {
        String undo = result.counts().stream()
                .filter(count -> count.undoBytes() > 0)
                .map(count -> count.contender() + ": " + count.undoBytes())
                .collect(Collectors.joining(", "));
        return counted(result.counts())
                + "\n\nBytes in both undo logs when the answer comes, give or take the digits of ids: " + undo + ".";
    }

    private static String calls(Work work) {
        Map<String, Long> all = new TreeMap<>(work.requestsToTc());
        all.putAll(work.requestsFromTc());
        return all.isEmpty()
                ? "0"
                : work.tcCalls() + ": "
                        + all.entrySet().stream()
                                .map(call -> call.getKey() + (call.getValue() == 1 ? "" : " × " + call.getValue()))
                                .collect(Collectors.joining(", "));
    }

    private String modes() {
        List<Round> rounds = result.rounds(Experiments.SIDE_BY_SIDE);
        List<List<String>> rows = Contender.SIDE_BY_SIDE.stream()
                .map(contender -> List.of(
                        contender.name(),
                        millis(Result.median(rounds, is(contender, Experiments.ALONE), Measure.P50)),
                        toLocal(contender, Experiments.ALONE, Measure.P50),
                        floorOf(contender),
                        perSecond(Result.median(rounds, is(contender, Experiments.PEAK), Measure.THROUGHPUT)),
                        toLocal(contender, Experiments.PEAK, Measure.THROUGHPUT),
                        millis(Result.median(rounds, is(contender, Experiments.PEAK), Measure.P99)),
                        longestDrain(rounds, contender)))
                .toList();
        return """
                ## Side by side

                Orders of one SKU out of %d. p50 with one client; the peak, and p99, with eight. The floor of a mode is `local`'s p50 and what
                the mode's extra statements, TC calls and commits take, one after the other.

                %s

                ![Each mode against local](images/benchmarks-ratios.png)

                AT as shipped against AT with stock settings: peak × %s, p50 × %s.""".formatted(
                        Deployment.SKUS,
                        table(
                                List.of(
                                        "Mode",
                                        "p50",
                                        "p50 / local",
                                        "Floor of p50",
                                        "Peak",
                                        "Peak / local",
                                        "p99",
                                        "Longest drain"),
                                rows),
                        ratio(
                                rounds,
                                is(Contender.AT, Experiments.PEAK),
                                is(Contender.AT_STOCK, Experiments.PEAK),
                                Measure.THROUGHPUT),
                        ratio(
                                rounds,
                                is(Contender.AT, Experiments.ALONE),
                                is(Contender.AT_STOCK, Experiments.ALONE),
                                Measure.P50));
    }

    private String toLocal(Contender contender, Shape shape, Measure measure) {
        return contender == Contender.LOCAL
                ? "1"
                : ratio(
                        result.rounds(Experiments.SIDE_BY_SIDE),
                        is(contender, shape),
                        is(Contender.LOCAL, shape),
                        measure);
    }

    /** And how far from it the measured value is. */
    private String floorOf(Contender contender) {
        List<Round> rounds = result.rounds(Experiments.SIDE_BY_SIDE);
        OptionalDouble local = Result.median(rounds, is(Contender.LOCAL, Experiments.ALONE), Measure.P50);
        OptionalDouble measured = Result.median(rounds, is(contender, Experiments.ALONE), Measure.P50);
        Map<String, Work> answered = result.counts().stream()
                .collect(Collectors.toMap(count -> count.contender().name(), Count::answered));
        Work work = answered.get(contender.name());
        if (work == null || contender == Contender.LOCAL || local.isEmpty() || measured.isEmpty()) {
            return "";
        }
        Duration reference = Duration.ofNanos((long) (local.getAsDouble() * 1e6));
        Duration floor = result.floor().of(reference, answered.get(Contender.LOCAL.name()), work);
        return Floor.millis(floor)
                + String.format(Locale.ROOT, ", × %.2f", measured.getAsDouble() / (floor.toNanos() / 1e6));
    }

    private static String longestDrain(List<Round> rounds, Contender contender) {
        return rounds.stream()
                .filter(round -> round.entry().contender() == contender)
                .map(Round::drain)
                .max(Duration::compareTo)
                .map(drain -> String.format(Locale.ROOT, "%.1f s", drain.toMillis() / 1e3))
                .orElse("");
    }

    private String open() {
        List<Round> rounds = result.rounds("Open loop");
        String rate = rounds.get(0).entry().shape().toString();
        return "Orders come at " + rate
                + ", half of `local`'s peak, whether others are answered or not; the latency counts from when an "
                + "order should have been sent.\n\n"
                + table(
                        List.of("Mode", "Placed", "p50", "p99"),
                        Contender.SIDE_BY_SIDE.stream()
                                .map(contender -> List.of(
                                        contender.name(),
                                        perSecond(Result.median(rounds, of(contender), Measure.THROUGHPUT)),
                                        keepsUp(rounds, contender)
                                                ? millis(Result.median(rounds, of(contender), Measure.P50))
                                                : "cannot keep up",
                                        keepsUp(rounds, contender)
                                                ? millis(Result.median(rounds, of(contender), Measure.P99))
                                                : "cannot keep up"))
                                .toList());
    }

    private static boolean keepsUp(List<Round> rounds, Contender contender) {
        return rounds.stream()
                .filter(round -> round.entry().contender() == contender)
                .allMatch(round -> round.measured().unsent() == 0);
    }

    private String hotRow() {
        List<Round> rounds = result.rounds(Experiments.HOT_ROW);
        Predicate<Entry> hot = entry -> entry.rows().count() == 1;
        String ratios = Experiments.CLIENTS.stream()
                .map(Shape.Closed::new)
                .map(shape -> shape + ": × "
                        + ratio(
                                rounds,
                                is(Contender.AT, shape).and(hot),
                                is(Contender.AT_STOCK, shape).and(hot),
                                Measure.THROUGHPUT))
                .collect(Collectors.joining("; "));
        return "Everybody orders the same SKU; where there are " + Experiments.BUCKETS + " rows its stock is split.\n\n"
                + axis(Experiments.HOT_ROW)
                + "\n\n![Orders in a second](images/benchmarks-hot-row.png)\n\n![p99](images/benchmarks-hot-row-p99.png)\n\n"
                + "AT as shipped against AT with stock settings: " + ratios + ".";
    }

    /** A row for each entry, in the order of the experiment, against local where it was played in the same setting. */
    private String axis(String experiment) {
        List<Round> rounds = result.rounds(experiment);
        List<Entry> entries = result.played().keySet().stream()
                .filter(played -> played.name().equals(experiment))
                .flatMap(played -> played.entries().stream())
                .toList();
        return table(
                List.of("", "Placed", "p50", "p99", "Placed / local"),
                entries.stream()
                        .map(entry -> List.of(
                                entry.toString(),
                                perSecond(Result.median(rounds, entry::equals, Measure.THROUGHPUT)),
                                millis(Result.median(rounds, entry::equals, Measure.P50)),
                                millis(Result.median(rounds, entry::equals, Measure.P99)),
                                localOf(entry, entries)
                                        .map(local -> ratio(rounds, entry::equals, local::equals, Measure.THROUGHPUT))
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
    private String profile() {
        List<String> processes = List.copyOf(result.profile().keySet());
        List<String> owners = result.profile().values().stream()
                .flatMap(shares -> shares.keySet().stream())
                .distinct()
                .filter(owner -> processes.stream().anyMatch(process -> share(process, owner) >= 0.01))
                .sorted(Comparator.comparingDouble((String owner) -> -processes.stream()
                        .mapToDouble(process -> share(process, owner))
                        .sum()))
                .toList();
        return "Samples of JDK Flight Recorder with eight clients; each counts for the first frame, from the top, of one of these.\n\n"
                + table(
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

    private String tuning() {
        return "Each setting of `application.yml` of both services against the same services without it.\n\n"
                + table(
                        List.of("Setting", "Rows", "p50, 1 client", "Placed, 8 clients"),
                        Tuning.ALL.stream()
                                .map(tuning -> List.of(
                                        tuning.name(),
                                        tuning.rows().toString(),
                                        gain(tuning, Experiments.ALONE, Measure.P50),
                                        gain(tuning, Tuning.SHAPE, Measure.THROUGHPUT)))
                                .toList());
    }

    private String gain(Tuning tuning, Shape shape, Measure measure) {
        return "× "
                + ratio(
                        result.rounds(tuning.name()),
                        is(Contender.AT, shape),
                        is(Contender.AT_WITHOUT, shape),
                        measure);
    }

    private Bars ratios() {
        List<Bar> bars = new ArrayList<>();
        for (Contender contender : Contender.SIDE_BY_SIDE) {
            if (contender != Contender.LOCAL) {
                bar(contender, "p50, 1 client", Measure.P50, Experiments.ALONE).ifPresent(bars::add);
                bar(contender, "peak, 8 clients", Measure.THROUGHPUT, Experiments.PEAK)
                        .ifPresent(bars::add);
            }
        }
        return new Bars("Each mode against local", "local = 1", bars);
    }

    private Optional<Bar> bar(Contender contender, String group, Measure measure, Shape shape) {
        return result.ratio(
                        result.rounds(Experiments.SIDE_BY_SIDE),
                        is(contender, shape),
                        is(Contender.LOCAL, shape),
                        measure)
                .map(ratio -> new Bar(group, contender.name(), ratio));
    }

    private Lines hotRow(Measure measure, String unit) {
        List<Round> rounds = result.rounds(Experiments.HOT_ROW);
        Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
        rounds.stream().map(Round::entry).distinct().forEach(entry -> {
            String name = entry.contender().name() + (entry.rows().count() == 1 ? "" : ", split");
            int clients = ((Shape.Closed) entry.shape()).clients();
            Result.median(rounds, entry::equals, measure)
                    .ifPresent(value ->
                            lines.computeIfAbsent(name, none -> new TreeMap<>()).put(clients, value));
        });
        return new Lines("One hot SKU", "clients", unit, measure == Measure.P99, lines);
    }

    private String withoutScore() {
        String lost = result.played().values().stream()
                .flatMap(List::stream)
                .filter(round -> !round.holds())
                .map(round -> "- block " + round.block() + ", " + round.entry() + ": " + round.violations())
                .collect(Collectors.joining("\n"));
        return lost.isEmpty() ? "None." : lost;
    }

    private String ratio(List<Round> rounds, Predicate<Entry> measured, Predicate<Entry> reference, Measure measure) {
        return result.ratio(rounds, measured, reference, measure)
                .map(Ratio::toString)
                .orElse("no score");
    }

    private static Predicate<Entry> of(Contender contender) {
        return entry -> entry.contender() == contender;
    }

    private static Predicate<Entry> is(Contender contender, Shape shape) {
        return entry -> entry.contender() == contender && entry.shape().equals(shape);
    }

    private static String millis(OptionalDouble value) {
        return value.isEmpty() ? "no score" : String.format(Locale.ROOT, "%.2f ms", value.getAsDouble());
    }

    private static String perSecond(OptionalDouble value) {
        return value.isEmpty() ? "no score" : String.format(Locale.ROOT, "%.1f/s", value.getAsDouble());
    }

    private static String number(long value) {
        return String.valueOf(value);
    }

    private static String table(List<String> head, List<List<String>> rows) {
        String line = head.stream()
                .map(column -> column.equals(head.get(0)) ? "---" : "--:")
                .collect(Collectors.joining(" | ", "| ", " |"));
        return Stream.concat(Stream.of(row(head), line), rows.stream().map(BenchReport::row))
                .collect(Collectors.joining("\n"));
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
