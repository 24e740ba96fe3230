package com.changgou.faultmatrix.cell;

import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.check.Allowance;
import com.changgou.faultmatrix.check.State;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.faultmatrix.wire.Edge;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What a cell plays with: orders, faults at exact moments, and the witnesses that they landed. What the cell says of its orders is
 * looked at when everything runs again and nothing is open any more.
 */
public final class Trial {

    /** How long a moment of the protocol may let wait for itself. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int PIECES = 2;

    private final Cell cell;
    private final Stage stage;
    private final HistoryClient client;
    private final ExecutorService threads;
    private final List<String> witnesses = new ArrayList<>();
    private final List<Function<State, Optional<String>>> expectations = new ArrayList<>();
    private final Map<Long, Integer> delivered = new HashMap<>();
    private final Set<String> deadOrders = new HashSet<>();
    private long foreignDeadLetters;
    private Optional<Callable<?>> repair = Optional.empty();

    Trial(Cell cell, Stage stage, HistoryClient client, ExecutorService threads) {
        this.cell = cell;
        this.stage = stage;
        this.client = client;
        this.threads = threads;
    }

    Stage stage() {
        return stage;
    }

    HistoryClient client() {
        return client;
    }

    FaultSwitch faults() {
        return stage.faults();
    }

    // Orders

    /** The SKU that this cell orders by itself: cells do not meet. */
    long sku() {
        return 1 + (cell.number() - 1) % 45;
    }

    /** An order that is not sent yet. */
    Placing prepare(Mode mode) {
        return Placing.of(mode, sku(), PIECES);
    }

    /** Sends an order; the caller goes on meanwhile. */
    Placing send(Placing order) {
        threads.execute(() -> {
            try {
                order.future().complete(client.place(order.key(), order.request(), order.mode()));
            } catch (Throwable failed) {
                order.future().completeExceptionally(failed);
            }
        });
        return order;
    }

    Placing send(Mode mode) {
        return send(prepare(mode));
    }

    /** Runs beside the play, until the trial ends. */
    <T> CompletableFuture<T> meanwhile(Callable<T> action) {
        CompletableFuture<T> future = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                future.complete(action.call());
            } catch (Throwable failed) {
                future.completeExceptionally(failed);
            }
        });
        return future;
    }

    // Moments

    /** Sends an order and waits until it is held at a fault point. Nothing else may come by there first. */
    String holdAt(String point, Placing order) {
        faults().arm(point, "hold");
        send(order);
        return awaitHeld(point);
    }

    /** Waits until a transaction is held at a fault point, and writes that down. */
    String awaitHeld(String point) {
        awaitMoment(point + " is reached", () -> !faults().holding(point).isEmpty());
        String xid = faults().holding(point).get(0);
        witness(xid + " held at " + point);
        return xid;
    }

    /** Sends an order, and waits until its message has made a trigger act. */
    Trigger.Shot fire(Edge edge, Trigger trigger, Placing order) {
        stage.edges().tap(edge).arm(trigger);
        send(order);
        return awaitFired(trigger);
    }

    /** Waits until an armed trigger has acted, and writes that down. */
    Trigger.Shot awaitFired(Trigger trigger) {
        try {
            Trigger.Shot shot = trigger.done().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            witness(shot.edge() + ": " + shot.frame() + " (" + trigger + ")");
            return shot;
        } catch (TimeoutException | ExecutionException missed) {
            throw new NotExercisedException(trigger + " did not fire: " + missed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for a condition without which the fault has not landed. */
    void awaitMoment(String what, Callable<Boolean> condition) {
        try {
            await(what).atMost(SOON).pollInterval(LOOK).ignoreExceptions().until(condition);
        } catch (ConditionTimeoutException never) {
            throw new NotExercisedException("Not within " + SOON.toSeconds() + " s: " + what);
        }
    }

    // Faults, each its own witness

    void kill(String part) {
        witness(stage.kill(part));
    }

    void pause(String part) {
        witness(stage.pause(part));
    }

    /** Starts a part again and waits until it can be used. */
    void start(String part) {
        stage.system().start(part);
    }

    /** Writes down how one knows that the fault landed. */
    synchronized void witness(String fact) {
        witnesses.add(fact);
    }

    /** Where this machine cannot have such a fault. */
    static NotExercisedException cannot(String why) {
        return new NotExercisedException(why);
    }

    // What must be so in the end

    /** The order stands, whole. That it is whole is the checker's to say. */
    void stands(Placing order) {
        expect(state -> placed(state, order).isPresent() ? Optional.empty() : Optional.of(order.key() + " is gone"));
    }

    /** The order is gone. That nothing is left of it is the checker's to say. */
    void isGone(Placing order) {
        expect(state ->
                placed(state, order).map(row -> order.key() + " stands as " + row.id() + ", although it must be gone"));
    }

    /** What the client was told at first. */
    void told(Placing order, Told... allowed) {
        expect(state -> {
            Outcome outcome = order.outcome(SOON);
            return List.of(allowed).contains(Told.of(outcome))
                    ? Optional.empty()
                    : Optional.of("The client was told " + outcome + ", not one of " + List.of(allowed));
        });
    }

    /** Anything else: what is wrong, or nothing. */
    void expect(Function<State, Optional<String>> expectation) {
        expectations.add(expectation);
    }

    /** An assertion of its own: it throws an {@link AssertionError} that says what is wrong. */
    void verify(Consumer<State> assertion) {
        expect(state -> {
            try {
                assertion.accept(state);
                return Optional.empty();
            } catch (AssertionError wrong) {
                return Optional.of(String.valueOf(wrong.getMessage()));
            }
        });
    }

    /** Pieces that came, or went, beside all orders. */
    void delivered(long sku, int pieces) {
        delivered.merge(sku, pieces, Integer::sum);
    }

    /** Messages of no order that the cell has sent, and that are dead letters in the end. */
    void foreignDeadLetters(long count) {
        foreignDeadLetters += count;
    }

    /** An order whose points are given up in this cell. */
    void deadOrder(String orderId) {
        deadOrders.add(orderId);
    }

    /** What an operator does where Seata cannot go on by itself; only in a cell of a known hazard. */
    void repair(Callable<?> action) {
        if (cell.hazard().isEmpty()) {
            throw new IllegalStateException("Cell " + cell.number() + " knows of no hazard");
        }
        repair = Optional.of(action);
    }

    /** What a client can be told. */
    enum Told {
        PLACED,
        REFUSED,
        UNKNOWN;

        static Told of(Outcome outcome) {
            if (outcome instanceof Ok) {
                return PLACED;
            }
            return outcome instanceof Fail ? REFUSED : UNKNOWN;
        }
    }

    // For the runner

    synchronized List<String> witnesses() {
        return List.copyOf(witnesses);
    }

    List<String> disappointments(State state) {
        return expectations.stream()
                .flatMap(expectation -> expectation.apply(state).stream())
                .toList();
    }

    Map<Long, Integer> delivered() {
        return Map.copyOf(delivered);
    }

    Allowance allowance() {
        return new Allowance(cell.unknownCeiling(), Set.copyOf(deadOrders), foreignDeadLetters);
    }

    Optional<Callable<?>> repair() {
        return repair;
    }

    private static Optional<OrderRow> placed(State state, Placing order) {
        return state.orders().orders().stream()
                .filter(row -> row.requestId().equals(order.key()) && row.isPlaced())
                .findFirst();
    }
}
