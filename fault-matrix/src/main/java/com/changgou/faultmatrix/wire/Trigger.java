package com.changgou.faultmatrix.wire;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Acts once, when a certain message of Seata's protocol passes. The action has a thread of its own; nothing passes on the
 * message's connection, either way, until it has ended, and other connections are not held up. Where a frame carries several
 * messages the whole frame waits, or is dropped.
 */
public final class Trigger {

    private final Condition condition;
    private final Moment moment;
    private final Runnable action;
    private final CompletableFuture<Shot> fired = new CompletableFuture<>();
    private final CompletableFuture<Shot> done = new CompletableFuture<>();
    private int seen;

    private Trigger(Condition condition, Moment moment, Runnable action) {
        this.condition = condition;
        this.moment = moment;
        this.action = action;
    }

    /** When the action is run. */
    enum Moment {
        BEFORE,
        AFTER,
        INSTEAD
    }

    /**
     * The witness.
     *
     * @param edge the name of the tap
     * @param frame the frame at which it fired
     * @param at when
     */
    public record Shot(String edge, Frame frame, Instant at) {

        /**
         * The transaction that it fired at.
         *
         * @return of the first message in the frame that names one
         * @throws java.util.NoSuchElementException if none does
         */
        public String xid() {
            return frame.messages().stream()
                    .flatMap(message -> Stream.ofNullable(message.xid()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Names a message.
     *
     * @param direction which way it goes
     * @param name the simple name of Seata's class, see {@link Frame#name()}
     * @return the first such message, of any transaction
     */
    public static Condition when(Direction direction, String name) {
        return new Condition(direction, name, 1, null);
    }

    /**
     * Which message.
     *
     * @param direction which way it goes
     * @param name the simple name of Seata's class
     * @param nth which of those that pass after the trigger was armed, from 1
     * @param xid of which transaction, or null for any
     */
    public record Condition(
            Direction direction,
            String name,
            int nth,
            @Nullable String xid) {

        /**
         * Counts.
         *
         * @param nth which of those that pass, from 1
         * @return this, for that one
         */
        public Condition nth(int nth) {
            return new Condition(direction, name, nth, xid);
        }

        /**
         * Narrows.
         *
         * @param xid the global transaction
         * @return this, for that transaction only
         */
        public Condition of(String xid) {
            return new Condition(direction, name, nth, xid);
        }

        /**
         * The message waits until the action has ended, and passes then, unless the action has cut its way.
         *
         * @param action what to do
         * @return a trigger, to be armed
         */
        public Trigger before(Runnable action) {
            return new Trigger(this, Moment.BEFORE, action);
        }

        /**
         * The message is in the receiver's socket when the action begins.
         *
         * @param action what to do
         * @return a trigger, to be armed
         */
        public Trigger after(Runnable action) {
            return new Trigger(this, Moment.AFTER, action);
        }

        /**
         * The message is dropped, and nobody is told.
         *
         * @param action what to do
         * @return a trigger, to be armed
         */
        public Trigger instead(Runnable action) {
            return new Trigger(this, Moment.INSTEAD, action);
        }

        private boolean matches(Frame.Message message) {
            return message.name().equals(name) && (xid == null || xid.equals(message.xid()));
        }
    }

    /**
     * Tells that the moment came.
     *
     * @return completed when the frame is there and, for {@code after}, has been forwarded; exceptionally if it could not be
     */
    public CompletableFuture<Shot> fired() {
        return fired.copy();
    }

    /**
     * Tells that the action was run.
     *
     * @return completed when the action has ended; exceptionally with what it threw
     */
    public CompletableFuture<Shot> done() {
        return done.copy();
    }

    /**
     * The message that it waits for.
     *
     * @return the simple name of Seata's class
     */
    public String message() {
        return condition.name();
    }

    Moment moment() {
        return moment;
    }

    /** Counts, and says whether this frame is the one. */
    synchronized boolean hits(Frame frame) {
        if (frame.direction() != condition.direction() || seen >= condition.nth()) {
            return false;
        }
        seen += (int) frame.messages().stream().filter(condition::matches).count();
        return seen >= condition.nth();
    }

    void fire(Shot shot) {
        fired.complete(shot);
    }

    /** Runs the action of a trigger that has fired. */
    Optional<Throwable> act() {
        try {
            action.run();
            done.complete(fired.join());
            return Optional.empty();
        } catch (Throwable failed) {
            done.completeExceptionally(failed);
            return Optional.of(failed);
        }
    }

    void miss(Throwable cause) {
        fired.completeExceptionally(cause);
        done.completeExceptionally(cause);
    }

    @Override
    public String toString() {
        String transaction = condition.xid() == null ? "" : " of " + condition.xid();
        return moment + " " + condition.name() + " " + condition.nth() + transaction + " " + condition.direction();
    }
}
