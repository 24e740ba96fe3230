package com.changgou.faultmatrix.cell;

import com.changgou.faultmatrix.cell.CellResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What playing the matrix has come to, as a table for people and as JSON.
 *
 * @param results one for each cell and store that was played
 */
public record MatrixReport(List<CellResult> results) {

    private static final double MILLIS = 1000;

    /**
     * A report.
     *
     * @param results of the cells that were played
     * @return with a row for each cell of the matrix, also of those that were not
     */
    public static MatrixReport of(List<CellResult> results) {
        return new MatrixReport(List.copyOf(results));
    }

    /**
     * Writes {@code matrix.md} and {@code matrix.json}.
     *
     * @param directory where
     * @throws IOException if that is not possible
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("matrix.md"), markdown());
        Files.writeString(
                directory.resolve("matrix.json"),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }

    /**
     * The table, and the sum of it.
     *
     * @return Markdown
     */
    public String markdown() {
        String rows = Matrix.CELLS.stream()
                .flatMap(cell -> cell.stores().stream().sorted().map(store -> row(cell, store)))
                .collect(Collectors.joining("\n"));
        return """
                | # | Fault | Moment | Must hold | Store | Landed | Result | Recovery |
                | --: | --- | --- | --- | --- | --- | --- | --: |
                %s

                %s
                """.formatted(rows, sum());
    }

    private String row(Cell cell, Store store) {
        return results.stream()
                .filter(result -> result.number() == cell.number() && result.store() == store)
                .findFirst()
                .map(result -> row(
                        cell,
                        store,
                        result.landed() ? "yes" : "no",
                        word(result.verdict()),
                        result.recovery() == null ? "" : seconds(result.recovery())))
                .orElseGet(() -> row(cell, store, "", "not played", ""));
    }

    private static String row(Cell cell, Store store, String landed, String result, String recovery) {
        return "| "
                + String.join(
                        " | ",
                        List.of(
                                String.valueOf(cell.number()),
                                cell.fault(),
                                cell.moment(),
                                cell.expectation(),
                                word(store),
                                landed,
                                result,
                                recovery))
                + " |";
    }

    private String sum() {
        return Stream.of(Verdict.PASSED, Verdict.HAZARD, Verdict.FAILED, Verdict.NOT_EXERCISED)
                .map(verdict -> count(verdict) + " " + word(verdict))
                .collect(Collectors.joining(", ", "Landed: " + landed() + " of " + results.size() + ". ", "."));
    }

    private long landed() {
        return results.stream().filter(CellResult::landed).count();
    }

    /** Whatever the reason: a fault that did not land is not exercised. */
    private long count(Verdict verdict) {
        return verdict == Verdict.NOT_EXERCISED
                ? results.size() - landed()
                : results.stream().filter(result -> result.verdict() == verdict).count();
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS);
    }
}
