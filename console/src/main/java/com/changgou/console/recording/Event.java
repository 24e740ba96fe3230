package com.changgou.console.recording;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One arrow of the sequence diagram, or one mark on a lane of it.
 *
 * @param n its place in the recording, from 1
 * @param at when it left its sender, by the clock of the sender's host
 * @param kind what passed
 * @param from the lane that it leaves
 * @param to the lane that it goes to; the same for a mark
 * @param name what it is called: Seata's class, an HTTP method and path, an HTTP status, a statement's verb and table, a fault point
 * @param answers the event that it answers; null for all that is no answer
 * @param arrived whether it was seen at the other end; null where nobody looks there
 * @param role why a statement is sent; null for everything else
 * @param branchId the branch that it is about; null where it is about none, or not known
 * @param text a whole statement; null for everything else
 * @param details what it carries
 */
record Event(
        int n,
        Instant at,
        Kind kind,
        Lane from,
        Lane to,
        String name,
        @Nullable Integer answers,
        @Nullable Boolean arrived,
        @Nullable String role,
        @Nullable String branchId,
        @Nullable String text,
        Map<String, String> details) {

    enum Kind {
        @JsonProperty("http")
        HTTP,
        @JsonProperty("message")
        MESSAGE,
        @JsonProperty("sql")
        SQL,
        @JsonProperty("pause")
        PAUSE,
        @JsonProperty("fault")
        FAULT
    }

    /** Who takes part, from left to right. */
    enum Lane {
        @JsonProperty("client")
        CLIENT,
        @JsonProperty("tm")
        TM,
        @JsonProperty("rm-orders")
        RM_ORDERS,
        @JsonProperty("db-orders")
        DB_ORDERS,
        @JsonProperty("tc")
        TC,
        @JsonProperty("rm-goods")
        RM_GOODS,
        @JsonProperty("db-goods")
        DB_GOODS
    }
}
