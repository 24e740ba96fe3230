package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.Result.Measure;
import com.changgou.faultmatrix.cell.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page says of the whole run: where it was, what steps and orders take, and the modes side by side. */
final class Overview {

    private final Result result;

    Overview(Result result) {
        this.result = result;
    }

    String head() {
        Benchmark.Plan plan = result.plan();
        return """
                # Benchmarks

                Written by `./demo bench` on %s, in %d minutes: %d blocks, rounds of %d s, seed %d, TC with its sessions in %s. A round
                is played in turns between those of all others, in an order that is drawn each time: a machine is faster in one minute
                than in the next. Before each of them has a turn the tables are emptied, and after it the fault matrix' checker looks:
                what loses or leaves anything has no score. Ratios are taken within a block; the interval is a bootstrap's, 95 %%.

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
                        plan.store() == Store.FILE ? "files" : "a database",
                        result.machine().processor(),
                        result.machine().memoryGib(),
                        result.machine().system(),
                        result.machine().java(),
                        result.machine().database(),
                        result.isVoid()
                                ? "**This run is void**: the same contender, played twice, differs by more than 3 %."
                                : "The same contender, played twice, differs by less than 3 %: the run counts.");
    }

    String floor() {
        return Markdown.table(
                List.of("Step", "Median"),
                List.of(
                        List.of(
                                "database round trip",
                                Floor.millis(result.floor().databaseRoundTrip())),
                        List.of("durable commit", Floor.millis(result.floor().commit())),
                        List.of("TC round trip", Floor.millis(result.floor().tcRoundTrip())),
                        List.of("HTTP hop", Floor.millis(result.floor().httpHop()))));
    }

    String counted() {
        String undo = result.counts().stream()
                .filter(count -> count.undoBytes() > 0)
                .map(count -> count.contender() + ": " + count.undoBytes())
                .collect(Collectors.joining(", "));
        return counted(result.counts())
                + "\n\nBytes in both undo logs when the answer comes, give or take the digits of ids: " + undo + ".";
    }

    /** The table that a test counts again. */
    static String counted(List<Count> counts) {
        return Markdown.table(
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

    private static String number(long value) {
        return String.valueOf(value);
    }

    String modes() {
        List<Round> rounds = result.rounds(Experiments.SIDE_BY_SIDE);
        List<List<String>> rows = Contender.SIDE_BY_SIDE.stream()
                .map(contender -> List.of(
                        contender.name(),
                        Scores.millis(Result.median(rounds, Scores.is(contender, Experiments.ALONE), Measure.P50)),
                        toLocal(contender, Experiments.ALONE, Measure.P50),
                        floorOf(contender),
                        Scores.perSecond(
                                Result.median(rounds, Scores.is(contender, Experiments.PEAK), Measure.THROUGHPUT)),
                        toLocal(contender, Experiments.PEAK, Measure.THROUGHPUT),
                        Scores.millis(Result.median(rounds, Scores.is(contender, Experiments.PEAK), Measure.P99)),
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
                        Markdown.table(
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
                        Scores.ratio(
                                result,
                                rounds,
                                Scores.is(Contender.AT, Experiments.PEAK),
                                Scores.is(Contender.AT_STOCK, Experiments.PEAK),
                                Measure.THROUGHPUT),
                        Scores.ratio(
                                result,
                                rounds,
                                Scores.is(Contender.AT, Experiments.ALONE),
                                Scores.is(Contender.AT_STOCK, Experiments.ALONE),
                                Measure.P50));
    }

    private String toLocal(Contender contender, Shape shape, Measure measure) {
        return contender.equals(Contender.LOCAL)
                ? "1"
                : Scores.ratio(
                        result,
                        result.rounds(Experiments.SIDE_BY_SIDE),
                        Scores.is(contender, shape),
                        Scores.is(Contender.LOCAL, shape),
                        measure);
    }

    /** And how far from it the measured value is. */
    private String floorOf(Contender contender) {
        return result.floor(contender)
                .map(floor -> Floor.millis(floor)
                        + result.overFloor(contender).stream()
                                .mapToObj(times -> String.format(Locale.ROOT, ", × %.2f", times))
                                .collect(Collectors.joining()))
                .orElse("");
    }

    private static String longestDrain(List<Round> rounds, Contender contender) {
        return rounds.stream()
                .filter(round -> Scores.of(contender).test(round.entry()))
                .map(Round::drain)
                .max(Duration::compareTo)
                .map(drain -> String.format(Locale.ROOT, "%.1f s", drain.toMillis() / 1e3))
                .orElse("");
    }

    /** With all processors busy, an order that takes twice as much of them halves the peak, however short its way is. */
    String processors() {
        List<Round> rounds = result.rounds(Experiments.SIDE_BY_SIDE);
        List<List<String>> rows = new ArrayList<>();
        for (Contender contender : Contender.SIDE_BY_SIDE) {
            Predicate<Entry> peak = Scores.is(contender, Experiments.PEAK);
            Result.anOrder(rounds, peak).ifPresent(used -> {
                List<String> row = new ArrayList<>(List.of(contender.name()));
                ProcessorTime.ROLES.forEach(role -> row.add(Floor.millis(used.of(role))));
                row.add(Floor.millis(used.all()));
                rows.add(row);
            });
        }
        return "Processor time of an order with eight clients, in all processes and with what is done behind its back; a second has "
                + "1000 ms of each core.\n\n"
                + Markdown.table(
                        Stream.of(List.of("Mode"), ProcessorTime.ROLES, List.of("all"))
                                .flatMap(List::stream)
                                .toList(),
                        rows);
    }

    String aims() {
        return Markdown.table(
                List.of("Aim", "Measured", "Met"),
                Aim.ALL.stream()
                        .filter(aim -> !result.rounds(aim.experiment()).isEmpty())
                        .map(aim -> List.of(aim.text(), aim.measured(result), aim.isMet(result) ? "yes" : "no"))
                        .toList());
    }

    String withoutScore() {
        String lost = result.played().stream()
                .flatMap(played -> played.rounds().stream())
                .filter(round -> !round.holds())
                .map(round -> "- block " + round.block() + ", " + round.entry() + ": " + round.violations())
                .collect(Collectors.joining("\n"));
        return lost.isEmpty() ? "None." : lost;
    }
}
