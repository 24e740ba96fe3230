package com.changgou.faultmatrix.cell;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.Page;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Invariant: the table is whole, and each of its rows can be read. */
class MatrixTests {

    private static final List<Cell> CELLS = Matrix.CELLS;
    private static final int CELLS_OF_THE_MATRIX = 54;

    @Test
    void noNumberIsThereTwiceAndTheyAreInOrder() {
        assertThat(CELLS).extracting(Cell::number).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void eachNumberIsThere() {
        TreeSet<Integer> missing =
                IntStream.rangeClosed(1, CELLS_OF_THE_MATRIX).boxed().collect(Collectors.toCollection(TreeSet::new));
        CELLS.forEach(cell -> missing.remove(cell.number()));
        assertThat(missing).as("cells that are missing").isEmpty();
        assertThat(CELLS).hasSize(CELLS_OF_THE_MATRIX);
    }

    @ParameterizedTest
    @FieldSource("CELLS")
    void aRowFitsIntoATableAndIsPlayedSomewhere(Cell cell) {
        assertThat(List.of(cell.fault(), cell.moment(), cell.expectation()))
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("|", "\n"));
        assertThat(cell.stores()).isNotEmpty();
        assertThat(cell.unknownCeiling()).isBetween(0.0, 1.0);
        assertThat(cell.limit()).isPositive();
    }

    /** The recovery times are those of the run that wrote the page; what came of each cell is what it must come to. */
    @Test
    void thePageShowsEachRowAndThatItLanded() {
        String page = Page.shown("matrix");
        assertThat(CELLS)
                .allSatisfy(cell -> assertThat(cell.stores())
                        .allSatisfy(store -> assertThat(page)
                                .contains("| " + cell.number() + " | " + cell.fault() + " | " + cell.moment() + " | "
                                        + cell.expectation()
                                        + " | " + store.name().toLowerCase(Locale.ROOT) + " | yes | "
                                        + (cell.hazard().isPresent() ? "hazard" : "passed") + " | ")));
    }
}
