package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.BRANCH_REQUEST_TIMEOUT;
import static com.changgou.faultmatrix.cell.Stage.GLOBAL_TIMEOUT;
import static com.changgou.faultmatrix.cell.Stage.TC;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.check.Invariant;
import com.changgou.faultmatrix.wire.Tap;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.faultmatrix.wire.Trigger.Shot;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Cells whose fault is the TC's. */
final class CoordinatorCells {

    private static final int BACKLOG = 5;
    private static final Duration A_MOMENT = Duration.ofMillis(1_500);
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** Either may be seen while the branches are asked, depending on the store. */
    private static final Set<String> DECIDED = new TreeSet<>(Set.of("AsyncCommitting", "Committing"));

    static final List<Cell> CELLS = List.of(
            cell(
                            1,
                            "kill -9 TC, restart",
                            "after the begin is answered, before the first branch registers",
                            "the registration fails, and with it the order",
                            CoordinatorCells::begunAndNotRegistered)
                    .onBothStores(),
            cell(
                            2,
                            "kill -9 TC, restart",
                            "branch registered, answer not sent",
                            "local rollback; the TC has the branch undone that never was, which leaves a guard row",
                            CoordinatorCells::registeredAndNotSaid)
                    .onBothStores(),
            cell(
                            3,
                            "kill -9 TC, restart",
                            "both branches done, before the global commit comes",
                            "reloaded as begun: a repeated commit commits it, or its timeout rolls it back",
                            CoordinatorCells::doneAndNotDecided)
                    .onBothStores(),
            cell(
                            4,
                            "kill -9 TC, restart",
                            "global commit written, answer not sent",
                            "the order stands; the client is told so, or that it is unknown",
                            CoordinatorCells::decidedAndNotSaid)
                    .onBothStores(),
            cell(
                            5,
                            "kill -9 TC, restart",
                            "some transactions are decided, and their branches not committed yet",
                            "the restarted TC knows them all and commits their branches",
                            CoordinatorCells::backlog)
                    .onBothStores(),
            cell(
                            6,
                            "kill -9 TC, restart",
                            "rolling back, one of two branches is undone",
                            "taken up again after the retry dead threshold",
                            CoordinatorCells::halfUndone)
                    .onBothStores(),
            cell(
                            7,
                            "kill -9 TC, restart",
                            "the rollback has failed for good: somebody has written the row meanwhile",
                            "what the rollback could not put back is not forgotten",
                            CoordinatorCells::failedAndForgotten)
                    .within(Duration.ofSeconds(40))
                    .knownHazard(new Hazard(
                            "SessionHolder.reload and FileSessionManager.checkSessionStatus; upstream #7027",
                            Set.of(Invariant.I1, Invariant.I2, Invariant.I6))),
            cell(
                    10,
                    "SIGSTOP TC, shorter and longer than a branch waits for it",
                    "while a branch registers that has a row locked",
                    "the short one is not noticed; the long one ends the branch, and the row is free while the TC still stands",
                    CoordinatorCells::stoppedWhileRegistering),
            cell(
                    11,
                    "SIGSTOP TC past the global timeout",
                    "before the global commit comes",
                    "rolled back for its timeout; the client is told that it is unknown, and may ask again",
                    CoordinatorCells::stoppedPastTimeout),
            cell(
                    22,
                    "cut TC→RM",
                    "rollback in phase two",
                    "tried again until it heals; the order is gone",
                    CoordinatorCells::cutFromBranch),
            cell(
                    23,
                    "one-way black hole TC→TM",
                    "the answer to the commit, and to its repetition",
                    "the order stands; the client is told so, or that it is unknown",
                    CoordinatorCells::answerLost));

    private CoordinatorCells() {}

    private static void begunAndNotRegistered(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Trigger killed = when(TO_TARGET, "BranchRegisterRequest").instead(() -> trial.kill(TC));
        Shot shot = trial.fire(GOODS_TO_TC, killed, order);
        trial.start(TC);
        trial.ending().told(order, REFUSED, UNKNOWN);
        trial.ending().wasUndone(shot.xid());
    }

    private static void registeredAndNotSaid(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Trigger killed = when(TO_CLIENT, "BranchRegisterResponse").instead(() -> trial.kill(TC));
        Shot shot = trial.fire(GOODS_TO_TC, killed, order);
        trial.start(TC);
        trial.ending().told(order, REFUSED, UNKNOWN);
        trial.ending().wasUndone(shot.xid());
        trial.ending().isGuarded(shot.xid());
    }

    /** What becomes of it depends on who is first, the TM's repetition or the timeout: that it is whole is all that can be said. */
    private static void doneAndNotDecided(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Trigger killed = when(TO_TARGET, "GlobalCommitRequest").instead(() -> trial.kill(TC));
        trial.fire(ORDER_TO_TC, killed, order);
        trial.start(TC);
        trial.ending().told(order, PLACED, REFUSED, UNKNOWN);
    }

    private static void decidedAndNotSaid(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Shot shot =
                trial.fire(ORDER_TO_TC, when(TO_CLIENT, "GlobalCommitResponse").instead(() -> trial.kill(TC)), order);
        trial.start(TC);
        trial.ending().told(order, PLACED, UNKNOWN);
        trial.ending().wasCommitted(shot.xid());
    }

    private static void backlog(Trial trial) {
        trial.faults().arm("goods.before-phase-two", "hold", BACKLOG, 0);
        List<Placing> orders =
                Stream.generate(() -> trial.send(Mode.AT)).limit(BACKLOG).toList();
        orders.forEach(trial::awaitAnswer);
        trial.awaitAtTc(BACKLOG, DECIDED);
        trial.kill(TC);
        trial.start(TC);
        trial.awaitAtTc(BACKLOG, DECIDED);
        orders.forEach(order -> trial.ending().told(order, PLACED));
    }

    private static void halfUndone(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.faults().arm("order.after-insert", "throw");
        Trigger killed = when(TO_CLIENT, "BranchRollbackRequest").instead(() -> trial.kill(TC));
        Shot shot = trial.fire(GOODS_TO_TC, killed, order);
        String undo = "SELECT 1 FROM undo_log WHERE xid = ?";
        trial.awaitMoment("the order's branch is undone", () -> !trial.hasRow(trial.orders(), undo, shot.xid()));
        trial.awaitRow("undo images of " + shot.xid() + " in goods alone", trial.goods(), undo, shot.xid());
        trial.start(TC);
        trial.ending().told(order, REFUSED, UNKNOWN);
        trial.ending().wasUndone(shot.xid());
    }

    private static void failedAndForgotten(Trial trial) throws Exception {
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("order.after-insert", "throw", order);
        trial.change(trial.goods(), "UPDATE tb_sku SET stock = stock + 1 WHERE id = ?", trial.sku());
        trial.ending().delivered(trial.sku(), 1);
        trial.faults().release("order.after-insert");
        trial.awaitStatus(xid, "RollbackFailed");
        trial.ending().told(order, UNKNOWN);
        trial.awaitAnswer(order);
        trial.kill(TC);
        trial.start(TC);
        trial.awaitMoment("the TC has forgotten " + xid, () -> trial.status(xid).isEmpty());
        // As docs/deployment.md says, "When a rollback fails", of a TC that was started again too early.
        trial.ending().repair(() -> {
            trial.restock(Trial.PIECES);
            trial.change(trial.goods(), "DELETE FROM tb_stock_journal WHERE request_id = ?", order.key());
            return trial.change(trial.goods(), "DELETE FROM undo_log WHERE xid = ?", xid);
        });
    }

    private static void stoppedWhileRegistering(Trial trial) {
        Placing patient = trial.prepare(Mode.AT);
        trial.fire(GOODS_TO_TC, when(TO_TARGET, "BranchRegisterRequest").before(() -> trial.pause(TC)), patient);
        trial.goOn(A_MOMENT);
        trial.stage().resume(TC);
        trial.ending().told(patient, PLACED);
        trial.awaitAnswer(patient);

        Placing stopped = trial.prepare(Mode.AT);
        Shot shot = trial.fire(
                GOODS_TO_TC, when(TO_TARGET, "BranchRegisterRequest").before(() -> trial.pause(TC)), stopped);
        trial.awaitMoment("the row is locked", () -> !trial.isFree());
        trial.ending().within(BRANCH_REQUEST_TIMEOUT.plus(SLACK), "the row is free", () -> trial.isFree());
        trial.stage().resume(TC);
        trial.ending().told(stopped, REFUSED);
        trial.ending().wasUndone(shot.xid());
    }

    private static void stoppedPastTimeout(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Trigger stopped = when(TO_TARGET, "GlobalCommitRequest").before(() -> trial.pause(TC));
        Shot shot = trial.fire(ORDER_TO_TC, stopped, order);
        trial.goOn(GLOBAL_TIMEOUT.plus(A_MOMENT));
        trial.stage().resume(TC);
        trial.ending().told(order, UNKNOWN);
        trial.ending().wasUndone(shot.xid());
    }

    private static void cutFromBranch(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.faults().arm("order.after-insert", "throw");
        Tap edge = trial.tap(GOODS_TO_TC);
        Shot shot =
                trial.fire(GOODS_TO_TC, when(TO_CLIENT, "BranchRollbackRequest").instead(edge::cut), order);
        trial.awaitStatus(shot.xid(), "RollbackRetrying");
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void answerLost(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Tap edge = trial.tap(ORDER_TO_TC);
        Shot shot = trial.fire(
                ORDER_TO_TC, when(TO_CLIENT, "GlobalCommitResponse").instead(() -> edge.blackHole(TO_CLIENT)), order);
        Trigger repeated = when(TO_TARGET, "GlobalCommitRequest").of(shot.xid()).after(() -> {});
        edge.arm(repeated);
        trial.awaitFired(repeated);
        edge.pass();
        trial.ending().told(order, PLACED, UNKNOWN);
        trial.ending().wasCommitted(shot.xid());
    }
}
