package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.cell.Trial.Told.REFUSED;

import com.changgou.proof.Mode;
import java.util.List;

/** Cells whose fault is an RM's: the goods service's. */
final class ParticipantCells {

    static final List<Cell> CELLS = List.of(cell(
            13,
            "kill -9 goods (RM)",
            "after local COMMIT, before the HTTP answer",
            "the TM rolls back; the restarted RM undoes",
            ParticipantCells::committedAndNotSaid));

    private ParticipantCells() {}

    private static void committedAndNotSaid(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.holdAt("goods.after-commit", order);
        trial.kill(GOODS);
        trial.told(order, REFUSED);
        trial.isGone(order);
    }
}
