package com.changgou.faultmatrix.cell;

import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.check.Allowance;
import com.changgou.faultmatrix.check.State;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What a cell says of its orders, its client and what is left. It is looked at when everything runs again and nothing is open any more;
 * that the system is in one piece then is the checker's to say.
 */
final class Ending {

    private final Cell cell;
    private final Stage stage;
    private final List<Function<State, Optional<String>>> expectations = new ArrayList<>();
    private final Map<Long, Integer> delivered = new HashMap<>();
    private final Map<String, Callable<Boolean>> rests = new LinkedHashMap<>();
    private final List<Callable<?>> afterwards = new ArrayList<>();
    private long foreignDeadLetters;
    private Optional<Callable<?>> repair = Optional.empty();

    Ending(Cell cell, Stage stage) {
        this.cell = cell;
        this.stage = stage;
    }

    /** The order stands, whole. That it is whole is the checker's to say. */
    void stands(Placing order) {
        expect(state -> placed(state, order).isPresent() ? Optional.empty() : Optional.of(order.key() + " is gone"));
    }

    /** The order is gone. That nothing is left of it is the checker's to say. */
    void isGone(Placing order) {
        expect(state ->
                placed(state, order).map(row -> order.key() + " stands as " + row.id() + ", although it must be gone"));
    }

    /** The transaction has placed its order, and it is this one that stands: none that was placed by asking again. */
    void wasCommitted(String xid) {
        expect(state -> ordered(state, xid) ? Optional.empty() : Optional.of("No order of " + xid + " stands"));
    }

    /**
     * The transaction has left no order. Where the outcome is unknown the client asks again, and that may place one, in another
     * transaction.
     */
    void wasUndone(String xid) {
        expect(state -> ordered(state, xid) ? Optional.of("An order of " + xid + " stands") : Optional.empty());
    }

    /** The goods service was asked to undo what was not there, and has left a guard row for what comes too late. */
    void isGuarded(String xid) {
        expect(state -> hasUndo(state, xid, 1) ? Optional.empty() : Optional.of("No guard row of " + xid));
    }

    /** The goods service has kept the undo images of a transaction that is decided. */
    void keepsImages(String xid) {
        expect(state -> hasUndo(state, xid, 0) ? Optional.empty() : Optional.of("No undo images of " + xid));
    }

    /** What the client was told at first. */
    void told(Placing order, Told... allowed) {
        expect(state -> {
            Outcome outcome = order.outcome(Trial.SOON);
            return List.of(allowed).contains(Told.of(outcome))
                    ? Optional.empty()
                    : Optional.of("The client was told " + outcome + ", not one of " + List.of(allowed));
        });
    }

    /** What must be so while something is still broken, after so long at most. */
    void within(Duration limit, String what, Callable<Boolean> condition) {
        if (!comes(limit, condition)) {
            expect(state -> Optional.of("Not within " + limit.toMillis() + " ms: " + what));
        }
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

    /** What an operator does where Seata cannot go on by itself; only in a cell of a known hazard. */
    void repair(Callable<?> action) {
        if (cell.hazard().isEmpty()) {
            throw new IllegalStateException("Cell " + cell.number() + " knows of no hazard");
        }
        repair = Optional.of(action);
    }

    /** What else must have come to rest before the end is looked at. */
    void comesToRest(String what, Callable<Boolean> condition) {
        rests.put(what, condition);
    }

    /** What the cell has left behind on purpose, taken away when it is judged. */
    void afterwards(Callable<?> action) {
        afterwards.add(action);
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

    List<String> disappointments(State state) {
        return expectations.stream()
                .flatMap(expectation -> expectation.apply(state).stream())
                .toList();
    }

    Map<Long, Integer> delivered() {
        return Map.copyOf(delivered);
    }

    Allowance allowance() {
        return new Allowance(cell.unknownCeiling(), Set.of(), foreignDeadLetters);
    }

    Optional<Callable<?>> repair() {
        return repair;
    }

    /** What has not come to rest within the limit. */
    List<String> restless(Duration limit) {
        return rests.keySet().stream()
                .filter(what -> !comes(limit, rests.get(what)))
                .toList();
    }

    List<Callable<?>> afterwards() {
        return List.copyOf(afterwards);
    }

    private boolean hasUndo(State state, String xid, int logStatus) {
        return state.residue().undo().stream()
                .anyMatch(undo ->
                        undo.database().equals(stage.system().goodsDatabase().name())
                                && undo.xid().equals(xid)
                                && undo.logStatus() == logStatus);
    }

    private static boolean ordered(State state, String xid) {
        return state.orders().orders().stream().anyMatch(row -> row.xid().equals(xid) && row.isPlaced());
    }

    private static boolean comes(Duration limit, Callable<Boolean> condition) {
        try {
            await().atMost(limit).pollInterval(Trial.LOOK).ignoreExceptions().until(condition);
            return true;
        } catch (ConditionTimeoutException never) {
            return false;
        }
    }

    private static Optional<OrderRow> placed(State state, Placing order) {
        return state.orders().orders().stream()
                .filter(row -> row.requestId().equals(order.key()) && row.isPlaced())
                .findFirst();
    }
}
