package com.changgou.proof;

import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.UndoneRow;
import com.changgou.proof.Proof.Finding;
import com.github.freva.asciitable.ColumnData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A proof as text, for people. */
public final class ProofPrinter {

    private static final int LONGEST_VALUE = 14;
    private static final String NONE = "—";

    private ProofPrinter() {}

    /**
     * Everything that was seen, and the verdict.
     *
     * @param proof what to print
     * @return several lines
     */
    public static String print(Proof proof) {
        Evidence evidence = proof.evidence();
        List<String> parts = new ArrayList<>(List.of(
                "Global transaction " + evidence.xid() + ", mode " + evidence.mode() + ", meant to "
                        + (evidence.expected() == Evidence.Expectation.COMMIT ? "commit" : "roll back"),
                "Status at the TC: " + orNone(evidence.statusBetween()) + " in between (held at "
                        + orNone(evidence.pausedAt()) + "), " + orNone(evidence.statusAfter()) + " after",
                "POST /orders answered " + evidence.httpStatus() + ", which proves nothing",
                "",
                "Branches registered at the TC",
                branches(evidence)));
        Set<String> types = new TreeSet<>(evidence.mode().branchTypes());
        if (types.contains("AT")) {
            parts.addAll(List.of("Undo log in between, decoded", undo(evidence)));
        }
        if (types.contains("TCC")) {
            parts.addAll(List.of("Fence, in between and after", fence(evidence)));
        }
        if (types.contains("XA")) {
            parts.addAll(List.of("XA RECOVER in between", prepared(evidence)));
        }
        parts.addAll(List.of("Rows in the databases, and their global locks", rows(evidence), verdict(proof)));
        return String.join("\n", parts);
    }

    /**
     * The verdict and its reasons.
     *
     * @param proof what to print
     * @return several lines
     */
    public static String verdict(Proof proof) {
        List<String> lines = new ArrayList<>();
        lines.add("Verdict: " + proof.verdict().name().replace('_', ' '));
        for (Finding finding : proof.findings()) {
            lines.add("  " + (finding.holds() ? "[ok]  " : "[NO]  ") + finding.text());
        }
        return String.join("\n", lines);
    }

    /**
     * The branches that the TC had registered while the transaction was held.
     *
     * @param evidence what to print
     * @return a table
     */
    public static String branches(Evidence evidence) {
        return table(
                evidence.branches(),
                List.of(
                        Tables.text("branch", branch -> String.valueOf(branch.branchId())),
                        Tables.text("type", Coordinator.Branch::type),
                        Tables.text("resource", Coordinator.Branch::resourceId)));
    }

    private record UndoLine(UndoneRow row, String column) {}

    /**
     * The undo log while the transaction was held, one line for each column.
     *
     * @param evidence what to print
     * @return a table
     */
    public static String undo(Evidence evidence) {
        List<UndoLine> lines = evidence.between().undo().stream()
                .flatMap(row -> columns(row).stream().map(column -> new UndoLine(row, column)))
                .toList();
        return table(
                lines,
                List.of(
                        Tables.text("database", line -> line.row().database()),
                        Tables.text("table", line -> line.row().table()),
                        Tables.text("key", line -> shorten(line.row().key())),
                        Tables.text("column", UndoLine::column),
                        Tables.text("before", line -> value(line.row().before(), line.column())),
                        Tables.text("after", line -> value(line.row().after(), line.column()))));
    }

    /**
     * What the fence knew of each TCC branch while the transaction was held, and what it knows at the end.
     *
     * @param evidence what to print
     * @return a table
     */
    public static String fence(Evidence evidence) {
        return table(
                evidence.after().fence(),
                List.of(
                        Tables.text("database", FenceRow::database),
                        Tables.text("branch", row -> String.valueOf(row.branchId())),
                        Tables.text("action", FenceRow::action),
                        Tables.text("in between", row -> state(evidence, row)),
                        Tables.text("after", row -> row.state().name())));
    }

    private static String state(Evidence evidence, FenceRow after) {
        return evidence.between().fence().stream()
                .filter(row -> row.branchId() == after.branchId())
                .map(row -> row.state().name())
                .findFirst()
                .orElse(NONE);
    }

    /**
     * The branches that the databases had prepared while the transaction was held.
     *
     * @param evidence what to print
     * @return a table
     */
    public static String prepared(Evidence evidence) {
        return table(
                evidence.between().prepared(),
                List.of(Tables.text("database", PreparedBranch::database), Tables.text("XA id", PreparedBranch::data)));
    }

    private static Set<String> columns(UndoneRow row) {
        Set<String> columns = new TreeSet<>();
        if (row.before() != null) {
            columns.addAll(row.before().keySet());
        }
        if (row.after() != null) {
            columns.addAll(row.after().keySet());
        }
        return columns;
    }

    /**
     * Every touched row before, in between and after, and whether it was under its global lock in between.
     *
     * @param evidence what to print
     * @return a table
     */
    public static String rows(Evidence evidence) {
        List<ColumnData<RowViews>> columns = new ArrayList<>(List.of(
                Tables.text("database", RowViews::database),
                Tables.text("table", RowViews::table),
                Tables.text("key", row -> shorten(row.key())),
                Tables.text("before", row -> seen(evidence, row, row.before())),
                Tables.text("in between", row -> seen(evidence, row, row.between()))));
        if (evidence.mode() == Mode.XA) {
            columns.add(Tables.text("prepared", row -> seen(evidence, row, row.written())));
        }
        columns.add(Tables.text("lock", row -> isLocked(evidence, row) ? "held" : NONE));
        columns.add(Tables.text("after", row -> state(row, row.after())));
        return table(evidence.rows(), columns);
    }

    private static boolean isLocked(Evidence evidence, RowViews row) {
        return evidence.between().locks().stream().anyMatch(row::isLockedBy);
    }

    private static String seen(Evidence evidence, RowViews row, @Nullable Map<String, String> view) {
        return evidence.pausedAt() == null ? "not seen" : state(row, view);
    }

    /** The columns that differ between the three views. */
    private static String state(RowViews row, @Nullable Map<String, String> view) {
        if (view == null) {
            return "absent";
        }
        if (row.before() == null) {
            return "present";
        }
        String changes = row.before().keySet().stream()
                .filter(column -> differs(row, column))
                .map(column -> column + "=" + shorten(view.get(column)))
                .collect(Collectors.joining(", "));
        return changes.isEmpty() ? "unchanged" : changes;
    }

    private static boolean differs(RowViews row, String column) {
        String before = get(row.before(), column);
        return Stream.of(row.between(), row.written(), row.after())
                .anyMatch(view -> !Objects.equals(before, get(view, column)));
    }

    private static @Nullable String get(@Nullable Map<String, String> row, String column) {
        return row == null ? null : row.get(column);
    }

    private static String value(@Nullable Map<String, String> row, String column) {
        return row == null ? NONE : shorten(row.get(column));
    }

    private static String shorten(List<String> key) {
        return key.stream().map(ProofPrinter::shorten).collect(Collectors.joining(", "));
    }

    private static String shorten(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, 8) + "…";
    }

    private static String orNone(@Nullable String value) {
        return value == null ? "none" : value;
    }

    private static <T> String table(List<T> rows, List<ColumnData<T>> columns) {
        return rows.isEmpty() ? "  none\n" : Tables.of(rows, columns);
    }
}
