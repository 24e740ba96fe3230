package com.changgou.benchmarks;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.Result.Measure;
import com.changgou.benchmarks.load.Rows;
import com.changgou.benchmarks.stats.Ratio;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What we want to come to, and whether a run has.
 *
 * @param text what is measured, and how much it may, or must, be
 * @param limit that much
 * @param atMost whether it may be no more, or must be no less
 * @param experiment where it is measured
 * @param value what a run has come to; empty where that has no score
 */
record Aim(String text, double limit, boolean atMost, String experiment, Function<Result, OptionalDouble> value) {

    static final List<Aim> ALL = List.of(
            new Aim(
                    "at, p50 ≤ 1.15 × its floor",
                    1.15,
                    true,
                    Experiments.SIDE_BY_SIDE,
                    result -> result.overFloor(Contender.AT)),
            atLeast("at, peak ≥ 0.45 × local's", 0.45, Contender.AT, Contender.LOCAL),
            atLeast("at, peak ≥ 1.5 × that with stock settings", 1.5, Contender.AT, Contender.AT_STOCK),
            atMost("xa, p50 ≤ 2.3 × local's", 2.3, Contender.XA),
            atMost("tcc, p50 ≤ 2.5 × local's", 2.5, Contender.TCC),
            atMost("message, p50 ≤ 1.15 × local's", 1.15, Contender.MESSAGE),
            new Aim(
                    "hot row, 8 clients: at ≥ 4 × that with stock settings",
                    4,
                    false,
                    Experiments.HOT_ROW,
                    Aim::hotRow),
            new Aim(
                    "phase two is over 5 s after the load at the latest",
                    5,
                    true,
                    Experiments.SIDE_BY_SIDE,
                    Aim::longestDrain));

    private static Aim atLeast(String text, double limit, Contender contender, Contender reference) {
        return new Aim(
                text,
                limit,
                false,
                Experiments.SIDE_BY_SIDE,
                result -> sideBySide(result, contender, reference, Experiments.PEAK, Measure.THROUGHPUT));
    }

    private static Aim atMost(String text, double limit, Contender contender) {
        return new Aim(
                text,
                limit,
                true,
                Experiments.SIDE_BY_SIDE,
                result -> sideBySide(result, contender, Contender.LOCAL, Experiments.ALONE, Measure.P50));
    }

    private static OptionalDouble sideBySide(
            Result result, Contender contender, Contender reference, Shape shape, Measure measure) {
        return ratio(
                result,
                Experiments.SIDE_BY_SIDE,
                Entry.of(contender, Experiments.WIDE, shape),
                Entry.of(reference, Experiments.WIDE, shape),
                measure);
    }

    private static OptionalDouble hotRow(Result result) {
        return ratio(
                result,
                Experiments.HOT_ROW,
                Entry.of(Contender.AT, Rows.hot(), Experiments.PEAK),
                Entry.of(Contender.AT_STOCK, Rows.hot(), Experiments.PEAK),
                Measure.THROUGHPUT);
    }

    private static OptionalDouble ratio(
            Result result, String experiment, Entry measured, Entry reference, Measure measure) {
        return result.ratio(result.rounds(experiment), measured::equals, reference::equals, measure).stream()
                .mapToDouble(Ratio::value)
                .findFirst();
    }

    /** In s. */
    private static OptionalDouble longestDrain(Result result) {
        return result.played().stream()
                .flatMap(played -> played.rounds().stream())
                .map(Round::drain)
                .max(Duration::compareTo)
                .stream()
                .mapToDouble(drain -> drain.toMillis() / 1e3)
                .findFirst();
    }

    String measured(Result result) {
        OptionalDouble measured = value.apply(result);
        return measured.isEmpty() ? "no score" : String.format(Locale.ROOT, "%.2f", measured.getAsDouble());
    }

    boolean isMet(Result result) {
        OptionalDouble measured = value.apply(result);
        return measured.isPresent() && (atMost ? measured.getAsDouble() <= limit : measured.getAsDouble() >= limit);
    }
}
