package com.changgou.faultmatrix.cell;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The table: which fault, at which moment, and what must hold. */
public final class Matrix {

    /** All cells, by number. */
    public static final List<Cell> CELLS = Stream.of(
                    CoordinatorCells.CELLS,
                    StoreCells.CELLS,
                    ParticipantCells.CELLS,
                    ManagerCells.CELLS,
                    CallCells.CELLS,
                    DatabaseCells.CELLS,
                    TccCells.CELLS,
                    XaCells.CELLS,
                    OutboxCells.CELLS)
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(Cell::number))
            .toList();

    private Matrix() {}
}
