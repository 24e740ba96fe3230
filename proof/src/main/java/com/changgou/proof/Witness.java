package com.changgou.proof;

import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.FaultSwitch.Fault;
import com.changgou.proof.Scene.View;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Places an order, holds its global transaction between the two phases, looks at everything, and lets it go on. Holds and faults
 * are for this transaction only, which does not time out while it is looked at.
 */
public final class Witness {

    /** The TC has begun the transaction, and nobody else knows of it. */
    public static final String BEGUN = "order.before-goods-call";

    /** Both branches have done their first phase and the global decision is open: the moment with most to see. */
    public static final String BETWEEN_THE_PHASES = "order.after-insert";

    private static final Duration LONGEST_PHASE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Site site;
    private final FaultSwitch faults;
    private final OrderApi api;

    /**
     * A witness of a running system.
     *
     * @param site which must be up, with fault injection
     */
    public Witness(Site site) {
        this.site = site;
        this.faults = new FaultSwitch(site);
        this.api = new OrderApi(site.orderService());
    }

    /**
     * Places an order that commits.
     *
     * @param request what to order
     * @param mode the branches of its global transaction
     * @return what was seen
     */
    public Evidence placeCommitting(OrderApi.Request request, Mode mode) {
        return observe(request, mode, BETWEEN_THE_PHASES, null);
    }

    /**
     * Places an order that fails at a fault point, after it was held there. One that this does not stop is
     * held between the phases, and commits.
     *
     * @param request what to order
     * @param mode the branches of its global transaction
     * @param faultPoint where an exception is thrown
     * @return what was seen
     * @throws ObservationException if no exception can be thrown there, or the order never came there
     */
    public Evidence placeFailing(OrderApi.Request request, Mode mode, String faultPoint) {
        faults.requireThrowing(faultPoint);
        return observe(request, mode, stops(faultPoint) ? faultPoint : BETWEEN_THE_PHASES, faultPoint);
    }

    /**
     * Whether an order ends by what fails there: what fails in phase two is done again, for the decision stands.
     *
     * @param faultPoint where an exception is thrown
     * @return false for phase two
     */
    public static boolean stops(String faultPoint) {
        return !faultPoint.contains("phase-two");
    }

    /**
     * Looks at a transaction that was not placed under observation: what can be seen of it now proves nothing yet.
     *
     * @param xid the transaction
     * @return what is there now
     */
    public Evidence look(String xid) {
        try (Scene scene = new Scene(site)) {
            View now = scene.look(xid);
            return scene.evidence(xid, mode(now), Expectation.COMMIT, null, 0, now);
        }
    }

    /** As far as it can still be told: AT and XA leave nothing that says so. */
    private static Mode mode(View now) {
        List<String> fenced =
                now.traces().fence().stream().map(FenceRow::database).toList();
        boolean xa = now.branches().stream().anyMatch(branch -> branch.type().equals("XA"));
        if (fenced.isEmpty()) {
            return xa ? Mode.XA : Mode.AT;
        }
        return fenced.contains("orders") ? Mode.TCC : Mode.MIXED;
    }

    /**
     * What has become of the points of the order that a transaction placed: they come by message, after the commit.
     *
     * @param xid the transaction
     * @return status, number of messages and error of the order's task; empty when there is none, as after a rollback
     */
    public Optional<String> pointsTask(String xid) {
        String task = "SELECT t.status, t.attempts, t.errormsg FROM tb_order o JOIN"
                + " (SELECT order_id, status, attempts, errormsg FROM " + Scene.TASKS
                + " UNION ALL SELECT order_id, status, attempts, errormsg FROM " + Scene.FINISHED_TASKS
                + ") t ON t.order_id = o.id WHERE o.xid = ?";
        try (DatabaseProbe orders = new DatabaseProbe(site.orders())) {
            return orders.select(task, xid).stream().findFirst().map(Witness::text);
        } catch (SQLException e) {
            throw new ObservationException("The order database cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, String> task) {
        String error = task.get("errormsg");
        return task.get("status") + ", messages sent: " + task.get("attempts")
                + (error.equals("null") ? "" : ", " + error);
    }

    private Evidence observe(OrderApi.Request request, Mode mode, String pausePoint, @Nullable String throwing) {
        String key = UUID.randomUUID().toString();
        String xid = "";
        try (Scene scene = new Scene(site)) {
            List<String> others = faults.holding(BEGUN);
            arm(BEGUN, "hold", null, key);
            if (BEGUN.equals(throwing)) {
                arm(BEGUN, "throw", null, key);
            }
            CompletableFuture<OrderApi.Answer> answer = CompletableFuture.supplyAsync(
                    () -> api.place(request, key, mode), command -> new Thread(command, "client").start());
            xid = awaitHeld(BEGUN, holding -> !others.contains(holding), answer);
            if (!pausePoint.equals(BEGUN)) {
                arm(pausePoint, "hold", xid, null);
                if (throwing != null) {
                    arm(throwing, "throw", xid, null);
                }
                faults.release(BEGUN, xid);
                awaitHeld(pausePoint, xid::equals, answer);
            }
            View between = scene.look(xid, request, key);
            faults.release(pausePoint, xid);
            OrderApi.Answer answered = answer.join();
            requireOwn(xid, answered);
            awaitPhaseTwo(xid, scene);
            if (throwing != null) {
                requirePassed(throwing, xid);
            }
            Expectation expected = throwing != null && stops(throwing) ? Expectation.ROLLBACK : Expectation.COMMIT;
            return scene.evidence(xid, mode, expected, pausePoint, answered.status(), between);
        } finally {
            faults.clear(xid, key);
        }
    }

    private void arm(String point, String action, @Nullable String onlyXid, @Nullable String onlyKey) {
        faults.arm(new Fault(point, action, 1, 0, onlyXid, onlyKey));
    }

    private String awaitHeld(String pausePoint, Predicate<String> own, CompletableFuture<OrderApi.Answer> answer) {
        List<String> held = Awaitility.await("a transaction at " + pausePoint)
                .atMost(LONGEST_PHASE)
                .pollInterval(POLL)
                .until(() -> answer.isDone() ? List.of("") : holding(pausePoint, own), holding -> !holding.isEmpty());
        if (held.get(0).isEmpty()) {
            throw new ObservationException(
                    "The order was answered " + answer.join() + " and never came to " + pausePoint);
        }
        return held.get(0);
    }

    private List<String> holding(String point, Predicate<String> own) {
        return faults.holding(point).stream().filter(own).toList();
    }

    /** Another witness may have begun at the same moment; an order of somebody else must not be judged as ours. */
    private static void requireOwn(String xid, OrderApi.Answer answered) {
        String own = answered.body().path("xid").asString(xid);
        if (!own.equals(xid)) {
            throw new ObservationException("Transaction " + xid + " was held, and the order was placed by " + own
                    + ": somebody else orders at the same time. Try again.");
        }
    }

    /** Not every point is reached in every mode: what never failed proves nothing about failing. */
    private void requirePassed(String point, String xid) {
        boolean waiting = faults.states().stream()
                .flatMap(state -> state.armed().stream())
                .anyMatch(fault -> fault.point().equals(point) && xid.equals(fault.xid()));
        if (waiting) {
            throw new ObservationException("Transaction " + xid + " has ended and never came to " + point);
        }
    }

    private static void awaitPhaseTwo(String xid, Scene scene) {
        try {
            Awaitility.await("the end of phase two")
                    .atMost(LONGEST_PHASE)
                    .pollInterval(POLL)
                    .until(() -> scene.isOver(xid));
        } catch (ConditionTimeoutException notOver) {
            return; // what is left then is evidence, too
        }
    }
}
