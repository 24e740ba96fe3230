package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Stage.GLOBAL_TIMEOUT;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.cell.Stage.GOODS_2;
import static com.changgou.faultmatrix.cell.Stage.RETRY_DEAD_THRESHOLD;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_DATABASE;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.wire.Tap;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.faultmatrix.wire.Trigger.Shot;
import com.changgou.proof.Coordinator.LockedRow;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.List;

/** Cells whose fault is an RM's: the goods service's. */
final class ParticipantCells {

    private static final String UNDO = "SELECT 1 FROM undo_log WHERE xid = ? AND log_status = 0";
    private static final String GUARD = "SELECT 1 FROM undo_log WHERE xid = ? AND log_status = 1";
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(15);

    static final List<Cell> CELLS = List.of(
            cell(
                    12,
                    "kill -9 goods (RM)",
                    "undo_log is written, before COMMIT",
                    "the database rolls back; the restarted RM is asked to undo, and leaves a guard row",
                    ParticipantCells::imagesAndNoCommit),
            cell(
                    13,
                    "kill -9 goods (RM)",
                    "after local COMMIT, before the HTTP answer",
                    "the TM rolls back; the restarted RM undoes",
                    ParticipantCells::committedAndNotSaid),
            cell(
                    14,
                    "kill -9 goods (RM)",
                    "commit acknowledged in phase two, its undo images not deleted yet",
                    "the order stands; the images stay until the TC's sweep, days later, and do no harm",
                    ParticipantCells::acknowledgedAndNotDeleted),
            cell(
                    15,
                    "kill -9 goods (RM)",
                    "while it undoes, before its COMMIT",
                    "the restarted RM undoes it from the beginning",
                    ParticipantCells::undoing),
            cell(
                    16,
                    "kill -9 goods (RM), which stays down longer than the global timeout and the retry dead threshold",
                    "a branch is to be rolled back; in production these two are minutes, here seconds",
                    "the row stays under its lock, no other does, and who orders meanwhile is refused; all is well when it is back",
                    ParticipantCells::staysDown),
            cell(
                    17,
                    "kill -9 goods (RM), a second instance runs",
                    "after local COMMIT, before the HTTP answer",
                    "the TC has the second instance undo it, while the first is still gone",
                    ParticipantCells::takenOver),
            cell(
                    21,
                    "SIGSTOP goods past the global timeout, then SIGCONT",
                    "between registration and undo_log",
                    "the undo leaves a guard row, at which the late commit fails",
                    ParticipantCells::lateCommit));

    private ParticipantCells() {}

    private static void imagesAndNoCommit(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("goods.branch-registered", order);
        trial.tap(GOODS_TO_DATABASE).blackHole(TO_CLIENT);
        trial.faults().release("goods.branch-registered");
        trial.awaitRow("undo images of " + xid + ", their answer in a black hole", trial.goods(), UNDO, xid);
        trial.kill(GOODS);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
        trial.ending().isGuarded(xid);
    }

    private static void committedAndNotSaid(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.holdAt("goods.after-commit", order);
        trial.kill(GOODS);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    /** The queue is emptied each second: the black hole keeps it from being emptied in between. */
    private static void acknowledgedAndNotDeleted(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        Tap database = trial.tap(GOODS_TO_DATABASE);
        trial.tap(GOODS_TO_TC).arm(when(TO_CLIENT, "BranchCommitRequest").before(() -> database.blackHole(TO_TARGET)));
        Trigger killed = when(TO_TARGET, "BranchCommitResponse").after(() -> trial.kill(GOODS));
        Shot shot = trial.fire(GOODS_TO_TC, killed, order);
        trial.awaitRow("undo images of " + shot.xid() + ", which is committed", trial.goods(), UNDO, shot.xid());
        trial.ending().told(order, PLACED);
        trial.ending().wasCommitted(shot.xid());
        trial.ending().keepsImages(shot.xid());
    }

    private static void undoing(Trial trial) throws Exception {
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("order.after-insert", "throw", order);
        // Undone last: when the undo waits for this row, all else is put back, and not committed.
        trial.whileLocked(trial.goods(), "SELECT 1 FROM tb_stock_journal WHERE request_id = ?", order.key(), () -> {
            int before = trial.stock();
            trial.faults().release("order.after-insert");
            trial.awaitMoment("the stock of " + xid + " is put back", () -> trial.stock() > before);
            trial.witness("the stock of " + xid + " is put back, and its undo waits for a row");
            trial.kill(GOODS);
        });
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void staysDown(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("goods.after-commit", order);
        trial.kill(GOODS);
        trial.awaitStatus(xid, "RollbackRetrying");
        trial.goOn(GLOBAL_TIMEOUT.plus(RETRY_DEAD_THRESHOLD));
        trial.awaitStatus(xid, "RollbackRetrying");
        trial.ending().within(SLACK, "the locks of " + xid + " are there, and no others", () -> {
            List<LockedRow> locks = trial.stage().system().tcConsole().locks();
            return !locks.isEmpty()
                    && locks.stream().allMatch(lock -> lock.xid().equals(xid));
        });
        Placing meanwhile = trial.send(Mode.AT);
        trial.ending().told(meanwhile, REFUSED);
        trial.awaitAnswer(meanwhile);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void takenOver(Trial trial) {
        trial.startExtra(GOODS_2);
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("goods.after-commit", order);
        trial.kill(GOODS);
        trial.ending()
                .within(
                        SOON,
                        "the second instance has undone it",
                        () -> !trial.hasRow(trial.goods(), UNDO, xid)
                                && trial.status(xid).isEmpty());
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    /** It is held as well, so that the undo is first when it goes on: between the two, SIGCONT alone lets chance decide. */
    private static void lateCommit(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        String xid = trial.holdAt("goods.branch-registered", order);
        trial.pause(GOODS);
        trial.goOn(GLOBAL_TIMEOUT.plus(SLACK));
        trial.awaitStatus(xid, "RollbackRetrying");
        trial.stage().resume(GOODS);
        trial.awaitRow("guard row of " + xid, trial.goods(), GUARD, xid);
        trial.faults().release("goods.branch-registered");
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
        trial.ending().isGuarded(xid);
    }
}
