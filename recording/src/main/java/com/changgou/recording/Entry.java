package com.changgou.recording;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that passed.
 *
 * @param seq its place in the order in which this process saw things
 * @param at when
 * @param kind what it is
 * @param side which part of this process; null of a statement and of a fault
 * @param sent whether this process sent it
 * @param name the kind of message; verb and table; method and path, or the status; the fault point
 * @param id pairs a request with its answer, within one side
 * @param answer whether it answers a request
 * @param branchId where it is known
 * @param text the whole statement, its values in it
 * @param details what else it carries, in strings
 */
record Entry(
        long seq,
        Instant at,
        Kind kind,
        @Nullable Side side,
        boolean sent,
        String name,
        @Nullable String id,
        boolean answer,
        @Nullable String branchId,
        @Nullable String text,
        Map<String, String> details) {

    enum Kind {
        @JsonProperty("message")
        MESSAGE,
        @JsonProperty("sql")
        SQL,
        @JsonProperty("http")
        HTTP,
        @JsonProperty("fault")
        FAULT,
        @JsonProperty("pause")
        PAUSE
    }

    enum Side {
        @JsonProperty("tm")
        TM,
        @JsonProperty("rm")
        RM,
        /** The side of an HTTP call that is called. */
        @JsonProperty("server")
        SERVER,
        @JsonProperty("client")
        CLIENT
    }

    /** A moment, taken when something happens: whose transaction it belongs to may come out later. */
    record Moment(long seq, Instant at) {

        Entry message(Side side, boolean sent, Message message) {
            return new Entry(
                    seq,
                    at,
                    Kind.MESSAGE,
                    side,
                    sent,
                    message.name(),
                    message.id(),
                    message.answer(),
                    message.branchId(),
                    null,
                    message.details());
        }

        Entry statement(Statement statement, @Nullable String branchId, Map<String, String> details) {
            return new Entry(
                    seq, at, Kind.SQL, null, true, statement.name(), null, false, branchId, statement.text(), details);
        }

        Entry http(Side side, String id, boolean answer, String name, Map<String, String> details) {
            boolean sent = (side == Side.CLIENT) != answer;
            return new Entry(seq, at, Kind.HTTP, side, sent, name, id, answer, null, null, details);
        }

        Entry mark(Kind kind, String point) {
            return new Entry(seq, at, kind, null, false, point, null, false, null, null, Map.of());
        }
    }

    Entry with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new Entry(seq, at, kind, side, sent, name, id, answer, branchId, text, more);
    }
}
