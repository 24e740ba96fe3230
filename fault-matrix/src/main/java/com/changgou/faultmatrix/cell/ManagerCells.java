package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.GLOBAL_TIMEOUT;
import static com.changgou.faultmatrix.cell.Stage.ORDER;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.faultmatrix.wire.Trigger.Shot;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Cells whose fault is the TM's: the order service's. Its client hears nothing, and asks again when it is back. */
final class ManagerCells {

    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(15);

    static final List<Cell> CELLS = List.of(
            cell(
                    18,
                    "kill -9 order (TM)",
                    "after the begin is answered",
                    "the timeout ends the transaction",
                    ManagerCells::begun),
            cell(
                    19,
                    "kill -9 order (TM)",
                    "goods committed, order not",
                    "the TC has it undone within the global timeout and 2 s, while the TM is still gone",
                    ManagerCells::half),
            cell(20, "kill -9 order (TM)", "the global commit is sent", "the order stands", ManagerCells::decided));

    private ManagerCells() {}

    private static void begun(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Trigger killed = when(TO_CLIENT, "GlobalBeginResponse").after(() -> trial.kill(ORDER));
        Shot shot = trial.fire(ORDER_TO_TC, killed, order);
        trial.awaitStatus(shot.xid(), "Begin");
        trial.ending().told(order, UNKNOWN);
        trial.ending().wasUndone(shot.xid());
    }

    private static void half(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("goods.after-commit", order);
        Instant begun =
                trial.stage().system().tcConsole().session(xid).orElseThrow().since();
        String taken = "SELECT 1 FROM tb_stock_journal WHERE request_id = ?";
        trial.awaitRow("pieces taken for " + order.key(), trial.goods(), taken, order.key());
        Trigger undo = when(TO_CLIENT, "BranchRollbackRequest").of(xid).after(() -> {});
        trial.tap(GOODS_TO_TC).arm(undo);
        trial.kill(ORDER);
        Duration left =
                Duration.between(Instant.now(), begun.plus(GLOBAL_TIMEOUT).plus(SLACK));
        trial.ending()
                .within(left, "the TC asks for the undo", () -> undo.fired().isDone());
        trial.ending().within(SOON, "the pieces are put back", () -> !trial.hasRow(trial.goods(), taken, order.key()));
        trial.ending().told(order, UNKNOWN);
        trial.ending().wasUndone(xid);
    }

    private static void decided(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Trigger killed = when(TO_TARGET, "GlobalCommitRequest").after(() -> trial.kill(ORDER));
        Shot shot = trial.fire(ORDER_TO_TC, killed, order);
        trial.ending().told(order, UNKNOWN);
        trial.ending().wasCommitted(shot.xid());
    }
}
