package com.changgou.benchmarks;

import static java.util.Comparator.comparingInt;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.Result.Measure;
import com.changgou.benchmarks.report.Bars;
import com.changgou.benchmarks.report.Bars.Bar;
import com.changgou.benchmarks.report.Charts;
import com.changgou.benchmarks.report.Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A run in pictures. */
final class Pictures {

    private final Result result;

    Pictures(Result result) {
        this.result = result;
    }

    /** A JDK without fonts writes the page alone. */
    void write(Path images) throws IOException {
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

    Bars ratios() {
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
                        Scores.is(contender, shape),
                        Scores.is(Contender.LOCAL, shape),
                        measure)
                .map(ratio -> new Bar(group, contender.name(), ratio));
    }

    Lines hotRow(Measure measure, String unit) {
        List<Round> rounds = result.rounds(Experiments.HOT_ROW);
        Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
        Stream<Entry> entries = rounds.stream().map(Round::entry).distinct().sorted(comparingInt(Pictures::place));
        entries.forEach(entry -> {
            String name = entry.contender().name() + (entry.rows().count() == 1 ? "" : ", split");
            int clients = ((Shape.Closed) entry.shape()).clients();
            Result.median(rounds, entry::equals, measure)
                    .ifPresent(value ->
                            lines.computeIfAbsent(name, none -> new TreeMap<>()).put(clients, value));
        });
        return new Lines("One hot SKU", "clients", unit, measure == Measure.P99, lines);
    }

    /** As the bars stand: so a mode has one colour in all pictures. No line is mixed, and the row that was split has its place. */
    private static int place(Entry entry) {
        return Contender.SIDE_BY_SIDE.indexOf(entry.rows().count() == 1 ? entry.contender() : Contender.MIXED);
    }
}
