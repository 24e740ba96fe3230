package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.List;

/** Cells of TCC branches, each with its row in the fence. */
final class TccCells {

    private static final String FENCE = "SELECT 1 FROM tcc_fence_log WHERE xid = ? AND status = ?";
    private static final int CONFIRMED = 2;
    private static final int CANCELLED_BEFORE_THE_TRY = 4;
    private static final Duration SLACK = Duration.ofSeconds(2);

    static final List<Cell> CELLS = List.of(
            cell(
                    39,
                    "TCC: the try of goods is late",
                    "the branch is registered, and is cancelled before its try",
                    "the empty cancel is written down, the late try is refused",
                    TccCells::cancelledBeforeItsTry),
            cell(
                    40,
                    "TCC: answer of goods to the TC lost",
                    "the branch is confirmed",
                    "the TC asks again, and nothing is used up twice",
                    TccCells::confirmedAndNotSaid),
            cell(
                    41,
                    "TCC: kill -9 goods (RM)",
                    "in confirm, between the fence's update and COMMIT",
                    "the database rolls back, the restarted RM is asked again and confirms",
                    TccCells::confirmedAndNotCommitted),
            cell(
                    42,
                    "AT and TCC mixed: exception in order",
                    "after both branches, before the decision",
                    "both are undone; there is no branch but these two",
                    TccCells::bothKindsUndone));

    private TccCells() {}

    private static void cancelledBeforeItsTry(Trial trial) {
        Placing order = trial.prepare(Mode.TCC);
        String xid = trial.holdAt("goods.before-begin", order);
        trial.awaitRow(xid + " is cancelled, its try is held", trial.goods(), FENCE, xid, CANCELLED_BEFORE_THE_TRY);
        trial.faults().release("goods.before-begin");
        trial.awaitLog(GOODS, "Branch transaction has already rollbacked before,prepare fence failed. xid= " + xid);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void confirmedAndNotSaid(Trial trial) {
        Placing order = trial.prepare(Mode.TCC);
        Trigger again = when(TO_CLIENT, "BranchCommitRequest").nth(2).after(() -> {});
        trial.tap(GOODS_TO_TC).arm(again);
        trial.fire(GOODS_TO_TC, when(TO_TARGET, "BranchCommitResponse").instead(() -> {}), order);
        String xid = trial.awaitFired(again).xid();
        trial.ending().told(order, PLACED, UNKNOWN);
        trial.ending().wasCommitted(xid);
    }

    private static void confirmedAndNotCommitted(Trial trial) {
        Placing order = trial.prepare(Mode.TCC);
        String xid = trial.holdAt("goods.before-phase-two-commit", order);
        trial.awaitRow("the fence says confirmed for " + xid, trial.goods(), FENCE, xid, CONFIRMED);
        trial.require("and that is not committed", !trial.hasCommittedRow(trial.goods(), FENCE, xid, CONFIRMED));
        trial.kill(GOODS);
        trial.ending().told(order, PLACED, UNKNOWN);
        trial.ending().wasCommitted(xid);
    }

    private static void bothKindsUndone(Trial trial) {
        Placing order = trial.prepare(Mode.MIXED);
        String xid = trial.holdAt("order.after-insert", "throw", order);
        trial.ending()
                .within(
                        SLACK,
                        "the branches of " + xid + " are TCC and AT",
                        () -> types(trial, xid).equals(List.of("TCC", "AT")));
        trial.faults().release("order.after-insert");
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static List<String> types(Trial trial, String xid) {
        return trial.stage().system().tcConsole().session(xid).orElseThrow().branches().stream()
                .map(Coordinator.Branch::type)
                .toList();
    }
}
