package com.changgou.benchmarks;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.Result.Measure;
import com.changgou.benchmarks.stats.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Which rounds a number is of, and how it is written; one that there is not has no score. */
final class Scores {

    private Scores() {}

    static Predicate<Entry> of(Contender contender) {
        return entry -> entry.contender().equals(contender);
    }

    static Predicate<Entry> is(Contender contender, Shape shape) {
        return of(contender).and(entry -> entry.shape().equals(shape));
    }

    static String ratio(
            Result result, List<Round> rounds, Predicate<Entry> measured, Predicate<Entry> reference, Measure measure) {
        return result.ratio(rounds, measured, reference, measure)
                .map(Ratio::toString)
                .orElse("no score");
    }

    static String millis(OptionalDouble value) {
        return value.isEmpty() ? "no score" : String.format(Locale.ROOT, "%.2f ms", value.getAsDouble());
    }

    static String perSecond(OptionalDouble value) {
        return value.isEmpty() ? "no score" : String.format(Locale.ROOT, "%.1f/s", value.getAsDouble());
    }
}
