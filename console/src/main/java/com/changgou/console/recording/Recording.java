package com.changgou.console.recording;

import com.changgou.proof.Mode;
import com.changgou.proof.Proof;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was seen of one global transaction: also the file that can be handed on, and opened where nothing runs.
 *
 * @param format the version of this form
 * @param id its name in this console
 * @param startedAt when it was asked for
 * @param order what was ordered; null when somebody else has placed it
 * @param xid the transaction; null before the TC has begun it
 * @param state how far it is
 * @param held where it is held now; null unless it is
 * @param failure why it could not be seen to its end; null if it was
 * @param answer what the client was answered; null until then
 * @param events what passed, in order
 * @param steps what was true at each pause, in order
 * @param proof what it did; null until it is over
 */
record Recording(
        int format,
        String id,
        Instant startedAt,
        @Nullable PlacedOrder order,
        @Nullable String xid,
        State state,
        @Nullable Held held,
        @Nullable String failure,
        @Nullable Answer answer,
        List<Event> events,
        List<Step> steps,
        @Nullable Outcome proof) {

    static final int FORMAT = 1;

    enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("held")
        HELD,
        @JsonProperty("ended")
        ENDED,
        @JsonProperty("failed")
        FAILED;

        boolean isOver() {
            return this == ENDED || this == FAILED;
        }
    }

    record Held(String point, Instant since) {}

    /** Status 0: none came. */
    record Answer(int status, JsonNode body) {}

    record Outcome(Proof.Verdict verdict, List<Proof.Finding> findings) {}

    /** The same in a list of many. The outcome is what the TM of an order from elsewhere has asked for: nothing is proven of it. */
    record Summary(
            String id,
            @Nullable String xid,
            Instant startedAt,
            @Nullable PlacedOrder order,
            State state,
            Proof.@Nullable Verdict verdict,
            Origin origin,
            @Nullable Mode mode,
            @Nullable String outcome) {}

    enum Origin {
        @JsonProperty("console")
        CONSOLE,
        @JsonProperty("elsewhere")
        ELSEWHERE
    }

    Summary summary() {
        return new Summary(
                id,
                xid,
                startedAt,
                order,
                state,
                proof == null ? null : proof.verdict(),
                Origin.CONSOLE,
                order == null ? null : order.mode(),
                null);
    }
}
