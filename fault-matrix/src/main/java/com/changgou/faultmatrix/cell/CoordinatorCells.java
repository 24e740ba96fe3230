package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Stage.TC;
import static com.changgou.faultmatrix.cell.Trial.Told.PLACED;
import static com.changgou.faultmatrix.cell.Trial.Told.UNKNOWN;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.proof.Mode;
import java.util.List;

/** Cells whose fault is the TC's. */
final class CoordinatorCells {

    static final List<Cell> CELLS = List.of(cell(
                    4,
                    "kill -9 TC, restart",
                    "global commit written, answer not sent",
                    "the order stands; the client is told so, or that it is unknown",
                    CoordinatorCells::decidedAndNotSaid)
            .onBothStores());

    private CoordinatorCells() {}

    private static void decidedAndNotSaid(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.fire(ORDER_TO_TC, when(TO_CLIENT, "GlobalCommitResponse").instead(() -> trial.kill(TC)), order);
        trial.start(TC);
        trial.told(order, PLACED, UNKNOWN);
        trial.stands(order);
    }
}
