package com.changgou.launcher.proof;

import com.changgou.launcher.proof.Evidence.Expectation;
import com.changgou.launcher.proof.Evidence.RowViews;
import com.changgou.launcher.proof.Proof.Finding;
import com.changgou.launcher.proof.Proof.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a commit or a rollback is proven. They take nobody's word: a rollback with no branch, which Seata
 * reports as a success, fails here.
 */
public final class Judge {

    private final Evidence evidence;
    private final List<RowViews> changed;
    private final List<Finding> findings = new ArrayList<>();

    private Judge(Evidence evidence) {
        this.evidence = evidence;
        this.changed =
                evidence.rows().stream().filter(RowViews::isChangedInBetween).toList();
    }

    /**
     * Applies every rule.
     *
     * @param evidence what was seen
     * @return the evidence with a verdict and its reasons
     */
    public static Proof judge(Evidence evidence) {
        return new Judge(evidence).judge();
    }

    private Proof judge() {
        if (evidence.pausedAt() == null) {
            findings.add(new Finding(false, "no view in between was recorded: place the order with ./demo order"));
            nothingIsLeft();
            return proof(Verdict.NOT_PROVEN);
        }
        boolean nothing = evidence.expected() == Expectation.ROLLBACK
                && changed.isEmpty()
                && evidence.branches().isEmpty();
        if (!nothing) {
            changesWereSeen();
            everyChangeBelongsToABranch();
            everyChangeHasItsUndoImage();
            everyChangeWasLocked();
        }
        rowsStandAsExpected();
        nothingIsLeft();
        return proof(verdict(nothing));
    }

    private Proof proof(Verdict verdict) {
        return new Proof(verdict, List.copyOf(findings), evidence);
    }

    private void changesWereSeen() {
        Set<String> databases = changed.stream().map(RowViews::database).collect(Collectors.toCollection(TreeSet::new));
        boolean enough = evidence.expected() == Expectation.COMMIT ? databases.size() >= 2 : !databases.isEmpty();
        findings.add(
                new Finding(enough, "rows changed in between: " + changed.size() + ", in the databases " + databases));
    }

    private void everyChangeBelongsToABranch() {
        Set<String> branched =
                evidence.branches().stream().map(Coordinator.Branch::resourceId).collect(Collectors.toSet());
        findings.add(new Finding(
                !branched.isEmpty(),
                "branches registered at the TC: " + evidence.branches().size()));
        failures(
                "is covered by no branch",
                row -> !branched.contains(row.resourceId()),
                "every changed row's database has a branch");
    }

    private void everyChangeHasItsUndoImage() {
        failures(
                "has no undo image that agrees with it",
                row -> !hasUndoImage(row),
                "every changed row has its undo image");
    }

    private boolean hasUndoImage(RowViews row) {
        return evidence.undo().stream()
                .filter(undo -> undo.database().equals(row.database())
                        && undo.table().equals(row.table())
                        && undo.key().equals(row.key()))
                .anyMatch(undo -> agrees(undo.before(), row.before()) && agrees(undo.after(), row.between()));
    }

    /** An image holds the columns that the statement wrote; the row holds all. */
    private static boolean agrees(@Nullable Map<String, String> image, @Nullable Map<String, String> row) {
        return image == null || row == null
                ? image == null && row == null
                : image.entrySet().stream()
                        .allMatch(column -> Objects.equals(row.get(column.getKey()), column.getValue()));
    }

    private void everyChangeWasLocked() {
        failures(
                "was changed without its global lock",
                row -> !wasLocked(row),
                "every changed row was under its global lock");
    }

    private boolean wasLocked(RowViews row) {
        return evidence.locksBetween().stream().anyMatch(row::isLockedBy);
    }

    /** A task goes on by itself once its order is committed, and ends in the history: what has to stay is its message. */
    private static boolean stands(RowViews row, @Nullable Map<String, String> wanted) {
        Map<String, String> after = row.after();
        return row.table().equals(Witness.TASKS) && after != null && wanted != null
                ? Objects.equals(after.get("request_body"), wanted.get("request_body"))
                : Objects.equals(after, wanted);
    }

    private void rowsStandAsExpected() {
        boolean commit = evidence.expected() == Expectation.COMMIT;
        boolean asExpected = true;
        for (RowViews row : evidence.rows()) {
            Map<String, String> wanted = commit ? row.between() : row.before();
            if (!stands(row, wanted)) {
                asExpected = false;
                findings.add(new Finding(
                        false,
                        row.name() + " is " + difference(row.after(), wanted) + " and should be "
                                + difference(wanted, row.after())));
            }
        }
        if (asExpected) {
            findings.add(new Finding(
                    true,
                    commit ? "every row stands as phase one left it" : "every row equals its state before the order"));
        }
    }

    private static String difference(@Nullable Map<String, String> row, @Nullable Map<String, String> other) {
        if (row == null) {
            return "absent";
        }
        return other == null
                ? "present"
                : row.entrySet().stream()
                        .filter(column -> !Objects.equals(other.get(column.getKey()), column.getValue()))
                        .map(column -> column.getKey() + "=" + column.getValue())
                        .collect(Collectors.joining(", "));
    }

    private void nothingIsLeft() {
        findings.add(new Finding(
                evidence.locksAfter().isEmpty(),
                "global locks listed at the TC: " + evidence.locksAfter().size()));
        findings.add(new Finding(evidence.undoAfter() == 0, "undo log rows left: " + evidence.undoAfter()));
        findings.add(new Finding(
                evidence.statusAfter() == null,
                evidence.statusAfter() == null
                        ? "the TC has ended the transaction"
                        : "the TC still has the transaction, as " + evidence.statusAfter()));
    }

    private void failures(String complaint, Predicate<RowViews> isBad, String praise) {
        List<RowViews> bad = changed.stream().filter(isBad).toList();
        bad.forEach(row -> findings.add(new Finding(false, row.name() + " " + complaint)));
        if (bad.isEmpty()) {
            findings.add(new Finding(true, praise));
        }
    }

    private Verdict verdict(boolean nothing) {
        if (!findings.stream().allMatch(Finding::holds)) {
            return Verdict.NOT_PROVEN;
        }
        if (nothing) {
            return Verdict.NOTHING_HAPPENED;
        }
        return evidence.expected() == Expectation.COMMIT ? Verdict.COMMITTED : Verdict.ROLLED_BACK;
    }
}
