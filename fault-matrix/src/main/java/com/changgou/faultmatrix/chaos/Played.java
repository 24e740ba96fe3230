package com.changgou.faultmatrix.chaos;

import com.changgou.faultmatrix.cell.Stage;
import com.changgou.faultmatrix.chaos.Disturbance.Effect;
import com.changgou.faultmatrix.chaos.Schedule.Step;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step of a schedule as it went. Times are since the beginning of the run.
 *
 * @param subject the part or edge
 * @param what was done to it
 * @param from when it was done
 * @param to when it was ended
 * @param back when what was broken was there again
 * @param witness how one knows that it landed; null where it did not
 * @param trouble what went wrong with doing or ending it; null where nothing did
 * @param effect while it goes on
 */
record Played(
        String subject,
        String what,
        Duration from,
        Duration to,
        Duration back,
        @Nullable String witness,
        @Nullable String trouble,
        @JsonIgnore Effect effect) {

    private static final double MILLIS = 1000;
    private static final Effect NONE = new Effect(Optional::empty, () -> {});

    static Played begin(Step step, Instant start, Stage stage) {
        String subject = step.disturbance().subject();
        String what = step.disturbance().what();
        Duration from = Duration.between(start, Instant.now());
        try {
            return new Played(
                    subject,
                    what,
                    from,
                    from,
                    from,
                    null,
                    null,
                    step.disturbance().beginning().on(stage));
        } catch (RuntimeException failed) {
            return new Played(subject, what, from, from, from, null, failed.toString(), NONE);
        }
    }

    Played end(Instant start) {
        Duration to = Duration.between(start, Instant.now());
        String seen = null;
        String wrong = trouble;
        try {
            seen = effect.witness().get().orElse(null);
        } catch (RuntimeException failed) {
            wrong = "No witness: " + failed;
        }
        try {
            effect.end().run();
        } catch (RuntimeException failed) {
            wrong = "Not ended: " + failed;
        }
        return new Played(subject, what, from, to, Duration.between(start, Instant.now()), seen, wrong, NONE);
    }

    String name() {
        return what + " " + subject;
    }

    boolean landed() {
        return witness != null;
    }

    String begun() {
        return trouble == null ? name() : name() + ": " + trouble;
    }

    String ended() {
        String how = landed() ? witness : "did not land";
        return name() + " ended after " + seconds(to.minus(from)) + ", back " + seconds(back.minus(to)) + " later: "
                + how + (trouble == null ? "" : ". " + trouble);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS);
    }
}
