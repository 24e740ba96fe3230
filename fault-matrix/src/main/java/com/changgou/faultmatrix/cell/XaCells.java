package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.cell.Stage.GOODS_DB;
import static com.changgou.faultmatrix.cell.Stage.ORDER;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_DATABASE;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.List;

/** Cells of XA branches, which the database itself prepares. */
final class XaCells {

    /** Only this cell has a prepared branch meanwhile. */
    private static final String PREPARED = "XA RECOVER";

    static final List<Cell> CELLS = List.of(
            cell(
                    43,
                    "XA: kill -9 goods (RM)",
                    "after PREPARE, global commit decided, before its COMMIT",
                    "another connection commits what the dead one has prepared",
                    XaCells::preparedByOneWhoIsGone),
            cell(
                    44,
                    "XA: kill -9 the goods database",
                    "between PREPARE and COMMIT",
                    "the branch is prepared again after the database's recovery, and is committed",
                    XaCells::preparedInADeadDatabase),
            cell(
                    45,
                    "XA: timeout rollback (SIGSTOP order, the TM)",
                    "the branch of goods is begun, before XA END",
                    "it is asked for in vain until its late local commit, which is refused; no lock of the database is left",
                    XaCells::undoneBeforeItsEnd),
            cell(
                    52,
                    "XA: the goods database's connections are cut; kill -9 the database",
                    "PREPARE is done, its answer is not sent",
                    "the TC is not told that there is no branch: what is prepared is rolled back, and so is the order",
                    XaCells::preparedAndNotSaid),
            cell(
                    53,
                    "XA: kill -9 the goods database",
                    "the rollback of its prepared branch is answered",
                    "it is rolled back for good: the database's recovery finds no branch that the TC has forgotten",
                    XaCells::undoneInADeadDatabase),
            cell(
                            54,
                            "XA: kill -9 every part",
                            "both branches are prepared, global commit decided, before their COMMIT",
                            "all start again, although the databases have locked rows, and the branches are committed",
                            XaCells::preparedWhenEverythingDies)
                    .unknownAtMost(0.5));

    private XaCells() {}

    private static void preparedByOneWhoIsGone(Trial trial) {
        Placing order = trial.prepare(Mode.XA);
        String xid = trial.holdAt("goods.before-phase-two", order);
        trial.kill(GOODS);
        trial.awaitRow("the branch of " + xid + " is prepared, its connection is gone", trial.goods(), PREPARED);
        trial.ending().told(order, PLACED, UNKNOWN);
        trial.ending().wasCommitted(xid);
    }

    private static void preparedInADeadDatabase(Trial trial) {
        Placing order = trial.prepare(Mode.XA);
        String xid = trial.holdAt("goods.before-phase-two", order);
        trial.awaitRow("the branch of " + xid + " is prepared", trial.goods(), PREPARED);
        trial.kill(GOODS_DB);
        trial.faults().release("goods.before-phase-two");
        trial.ending().told(order, PLACED, UNKNOWN);
        trial.ending().wasCommitted(xid);
    }

    /** Nobody but the TC can decide meanwhile: else the order service would, when its call takes too long. */
    private static void undoneBeforeItsEnd(Trial trial) {
        Placing order = trial.prepare(Mode.XA);
        String xid = trial.holdAt("goods.before-commit", order);
        Trigger again = when(TO_CLIENT, "BranchRollbackRequest").of(xid).nth(3).after(() -> {});
        trial.tap(GOODS_TO_TC).arm(again);
        trial.pause(ORDER);
        trial.awaitFired(again);
        trial.awaitStatus(xid, "TimeoutRollbacking");
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void preparedAndNotSaid(Trial trial) {
        Placing cut = trial.prepare(Mode.XA);
        prepareUnanswered(trial, cut);
        trial.awaitAnswer(cut);
        trial.ending().told(cut, REFUSED);
        trial.ending().isGone(cut);

        trial.stage().edges().heal();
        trial.orderUntilPlaced(Mode.XA);
        Placing killed = trial.prepare(Mode.XA);
        prepareUnanswered(trial, killed);
        trial.kill(GOODS_DB);
        trial.ending().told(killed, REFUSED);
        trial.ending().isGone(killed);
    }

    private static void prepareUnanswered(Trial trial, Placing order) {
        String xid = trial.holdAt("goods.before-commit", order);
        trial.slow(GOODS_TO_DATABASE, Duration.ofMillis(700));
        trial.faults().release("goods.before-commit");
        trial.awaitRow("the branch of " + xid + " is prepared", trial.goods(), PREPARED);
        trial.cut(GOODS_TO_DATABASE);
    }

    private static void undoneInADeadDatabase(Trial trial) {
        Placing order = trial.prepare(Mode.XA);
        trial.faults().arm("order.after-insert", "throw");
        Trigger killed = when(TO_TARGET, "BranchRollbackResponse").after(() -> trial.kill(GOODS_DB));
        trial.fire(GOODS_TO_TC, killed, order);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void preparedWhenEverythingDies(Trial trial) {
        Placing order = trial.prepare(Mode.XA);
        String xid = trial.holdAt("goods.before-phase-two", order);
        trial.awaitRow("the branch of " + xid + " in goods is prepared", trial.goods(), PREPARED);
        trial.awaitRow("the branch of " + xid + " in orders is prepared", trial.orders(), PREPARED);
        trial.stage().system().ownParts().forEach(trial::kill);
        trial.ending().told(order, UNKNOWN);
        trial.ending().wasCommitted(xid);
    }
}
