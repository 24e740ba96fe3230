package com.changgou.faultmatrix.history;

import com.changgou.proof.OrderApi;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** One line of a history. Instants are the client's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Invoke.class, name = "invoke"),
    @JsonSubTypes.Type(value = Event.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = Event.Ok.class, name = "ok"),
    @JsonSubTypes.Type(value = Event.Fail.class, name = "fail"),
    @JsonSubTypes.Type(value = Event.Unknown.class, name = "unknown")
})
public sealed interface Event {

    /**
     * The request that it is about.
     *
     * @return its Idempotency-Key
     */
    String key();

    /**
     * When it was written.
     *
     * @return by the client's clock
     */
    Instant at();

    /** What came of a request. */
    sealed interface Outcome extends Event {}

    /**
     * A request is about to be sent for the first time.
     *
     * @param key its Idempotency-Key
     * @param at when it was written
     * @param mode the branches that it asks for, as the order service calls them
     * @param request what is ordered
     */
    record Invoke(String key, Instant at, String mode, OrderApi.Request request) implements Event {}

    /**
     * A request whose outcome is unknown is about to be sent again, with the same key.
     *
     * @param key its Idempotency-Key
     * @param at when it was written
     */
    record Ask(String key, Instant at) implements Event {}

    /**
     * The order was placed.
     *
     * @param key its Idempotency-Key
     * @param at when it was written
     * @param status 201 where this request placed it, 200 where one before it with the same key did
     * @param orderId the order
     * @param xid the global transaction that placed it
     */
    record Ok(String key, Instant at, int status, String orderId, String xid) implements Outcome {

        /** As the API says: 201. */
        static final int CREATED = 201;

        boolean created() {
            return status == CREATED;
        }
    }

    /**
     * A definite refusal: no order was placed.
     *
     * @param key its Idempotency-Key
     * @param at when it was written
     * @param status the HTTP status, 0 where nobody took the connection, so that nothing was sent
     * @param reason the type of the problem, or why there was no connection
     */
    record Fail(String key, Instant at, int status, String reason) implements Outcome {}

    /**
     * The order may have been placed or not.
     *
     * @param key its Idempotency-Key
     * @param at when it was written
     * @param status the HTTP status, 0 where none came
     * @param reason what came instead of an answer
     */
    record Unknown(String key, Instant at, int status, String reason) implements Outcome {}
}
