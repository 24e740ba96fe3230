package com.changgou.faultmatrix.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.changgou.faultmatrix.Page;
import com.changgou.faultmatrix.cell.CellResult.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the matrix, one test a cell: {@code -Dcells=4,13} some, {@code -Dcells=all} all, and without it those that CI has time for;
 * {@code -Dstore=file}, {@code db} or {@code both}. What came of them is in target/matrix.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path TARGET = ROOT.resolve("fault-matrix/target/matrix");

    /** They wait out a limit, or a machine's clock or disk is not the same everywhere. */
    private static final Set<Integer> SLOW = Set.of(7, 8, 9, 31, 32, 33, 34);

    private final List<CellResult> results = new ArrayList<>();
    private Stage stage;

    static Stream<Arguments> cells() {
        Set<String> wanted =
                Arrays.stream(System.getProperty("cells", "quick").split(",")).collect(Collectors.toSet());
        String stores = System.getProperty("store", "file");
        return Arrays.stream(Store.values())
                .filter(store -> stores.equals("both") || stores.equalsIgnoreCase(store.name()))
                .flatMap(store -> Matrix.CELLS.stream()
                        .filter(cell -> cell.stores().contains(store))
                        .filter(cell -> wanted.contains("all")
                                || wanted.contains("quick") && !SLOW.contains(cell.number())
                                || wanted.contains(String.valueOf(cell.number())))
                        .map(cell -> Arguments.of(store, cell)));
    }

    @AfterAll
    void report() throws IOException {
        closeStage();
        MatrixReport report = MatrixReport.of(results);
        report.write(TARGET);
        if (Boolean.getBoolean("docs.update")) {
            Page.shown("matrix", "\n" + report.markdown());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    void holds(Store store, Cell cell) throws IOException {
        CellResult result = play(store, cell);
        results.add(result);
        System.out.println(result);
        assumeThat(result.verdict()).as("%s", result.remarks()).isNotEqualTo(Verdict.NOT_POSSIBLE_HERE);
        assertThat(result.verdict())
                .as("%s: %s", cell, result.remarks())
                .isEqualTo(cell.hazard().isPresent() ? Verdict.HAZARD : Verdict.PASSED);
    }

    /** Nobody plays on a stage where something is wrong. */
    private CellResult play(Store store, Cell cell) throws IOException {
        boolean clean = false;
        try {
            CellResult result = new TrialRunner(cell, stageWith(store), TARGET).run();
            clean = result.verdict() == Verdict.PASSED || result.verdict() == Verdict.HAZARD;
            return result;
        } finally {
            if (!clean) {
                closeStage();
            }
        }
    }

    private Stage stageWith(Store store) {
        if (stage != null && stage.store() != store) {
            closeStage();
        }
        if (stage == null) {
            stage = Stage.open(ROOT, TARGET.resolve("stage"), store);
        }
        return stage;
    }

    private void closeStage() {
        if (stage != null) {
            stage.close();
            stage.system().discard();
            stage = null;
        }
    }
}
