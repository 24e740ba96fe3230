package com.changgou.faultmatrix.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.changgou.faultmatrix.cell.CellResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: every cell has a row for each of its stores, played or not, and the sum counts what was played. */
class MatrixReportTests {

    private static final int NUMBER = 1;
    private static final int RESULT = 7;

    private static final Cell ON_BOTH = Matrix.CELLS.stream()
            .filter(cell -> cell.stores().size() == 2)
            .findFirst()
            .orElseThrow();
    private static final List<Cell> ON_FILE =
            Matrix.CELLS.stream().filter(cell -> cell.stores().size() == 1).toList();

    @Test
    void aMatrixThatWasNotPlayedHasEveryRowAndSaysSo() {
        String markdown = MatrixReport.of(List.of()).markdown();
        List<String> expected = Matrix.CELLS.stream()
                .flatMap(cell -> cell.stores().stream().map(store -> String.valueOf(cell.number())))
                .toList();
        assertThat(rows(markdown)).extracting(row -> row.get(NUMBER)).containsExactlyElementsOf(expected);
        assertThat(rows(markdown)).extracting(row -> row.get(RESULT)).containsOnly("not played");
        assertThat(markdown).contains("Landed: 0 of 0. 0 passed, 0 hazard, 0 failed, 0 not exercised.");
    }

    @Test
    void aResultStandsInTheRowOfItsCellAndItsStoreAndInNoOther() {
        String markdown = MatrixReport.of(List.of(new CellResult(
                        ON_BOTH.number(),
                        Store.DB,
                        Verdict.PASSED,
                        List.of("seen"),
                        Duration.ofMillis(12_340),
                        List.of())))
                .markdown();
        assertThat(rows(markdown))
                .filteredOn(played())
                .singleElement()
                .isEqualTo(List.of(
                        "",
                        String.valueOf(ON_BOTH.number()),
                        ON_BOTH.fault(),
                        ON_BOTH.moment(),
                        ON_BOTH.expectation(),
                        "db",
                        "yes",
                        "passed",
                        "12.3 s"));
        assertThat(rows(markdown)).hasSameSizeAs(rows(MatrixReport.of(List.of()).markdown()));
    }

    @Test
    void theSumCountsEachVerdictAndWhatDidNotLandHasNotLanded() {
        List<CellResult> results = List.of(
                result(ON_BOTH, Store.FILE, Verdict.PASSED),
                result(ON_BOTH, Store.DB, Verdict.NOT_EXERCISED),
                result(ON_FILE.get(0), Store.FILE, Verdict.HAZARD),
                result(ON_FILE.get(1), Store.FILE, Verdict.FAILED),
                result(ON_FILE.get(2), Store.FILE, Verdict.FAILED));
        String markdown = MatrixReport.of(results).markdown();
        assertThat(markdown).contains("Landed: 4 of 5. 1 passed, 1 hazard, 2 failed, 1 not exercised.");
        assertThat(rows(markdown))
                .filteredOn(played())
                .extracting(row -> row.get(RESULT - 1), row -> row.get(RESULT))
                .containsExactlyInAnyOrder(
                        tuple("yes", "passed"),
                        tuple("no", "not exercised"),
                        tuple("yes", "hazard"),
                        tuple("yes", "failed"),
                        tuple("yes", "failed"));
    }

    @Test
    void theFilesHaveTheTableAndEveryResult(@TempDir Path directory) throws IOException {
        MatrixReport report = MatrixReport.of(List.of(
                new CellResult(ON_BOTH.number(), Store.FILE, Verdict.FAILED, List.of("seen"), null, List.of("wrong"))));
        report.write(directory.resolve("new"));
        assertThat(directory.resolve("new/matrix.md")).hasContent(report.markdown());
        JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.resolve("new/matrix.json")));
        assertThat(json).hasSize(1);
        assertThat(json.at("/0/number").asInt()).isEqualTo(ON_BOTH.number());
        assertThat(json.at("/0/verdict").asString()).isEqualTo("FAILED");
        assertThat(json.at("/0/witnesses/0").asString()).isEqualTo("seen");
        assertThat(json.at("/0/remarks/0").asString()).isEqualTo("wrong");
    }

    private static CellResult result(Cell cell, Store store, Verdict verdict) {
        return new CellResult(cell.number(), store, verdict, List.of("seen"), null, List.of());
    }

    private static Predicate<List<String>> played() {
        return row -> !row.get(RESULT).equals("not played");
    }

    /** The cells of each row behind the head, from 1. */
    private static List<List<String>> rows(String markdown) {
        return markdown.lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList())
                .toList();
    }
}
