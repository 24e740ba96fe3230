package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.cell.Stage.GOODS_DB;
import static com.changgou.faultmatrix.cell.Stage.ORDER;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.Mode;
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
                    XaCells::undoneBeforeItsEnd));

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
}
