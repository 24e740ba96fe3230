package com.changgou.proof;

import com.changgou.proof.BranchRules.Rule;
import com.changgou.proof.Coordinator.Branch;
import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.FenceState;
import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.Traces;
import com.changgou.proof.Proof.Finding;
import com.changgou.proof.Proof.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
        this.changed = evidence.rows().stream().filter(RowViews::isChanged).toList();
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
                && evidence.branches().stream().allMatch(Judge::isRegisteredBeforeItWrites);
        if (!nothing) {
            changesWereSeen();
            branchesAreOfTheMode();
            everyChangeBelongsToABranch();
            everyChangeFollowsTheRulesOfItsBranch();
        }
        rowsStandAsExpected();
        nothingIsLeft();
        return proof(verdict(nothing));
    }

    /** An AT branch is registered for the rows that it has written; the others are before they write any. */
    private static boolean isRegisteredBeforeItWrites(Branch branch) {
        return !branch.type().equals("AT");
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

    /** Before both services were called, or where one wrote nothing, there are fewer. */
    private void branchesAreOfTheMode() {
        List<String> types = evidence.branches().stream().map(Branch::type).toList();
        List<String> superfluous = new ArrayList<>(types);
        evidence.mode().branchTypes().forEach(superfluous::remove);
        findings.add(new Finding(
                !types.isEmpty() && superfluous.isEmpty(),
                "branches registered at the TC: " + (types.isEmpty() ? "none" : String.join(", ", types))));
    }

    private void everyChangeBelongsToABranch() {
        check(
                changed,
                new Rule(
                        "every changed row has a branch of its mode",
                        "is covered by no branch of its mode",
                        this::isCovered));
    }

    private boolean isCovered(RowViews row) {
        String type = type(row);
        return evidence.branches().stream()
                .anyMatch(branch -> branch.type().equals(type)
                        && BranchRules.of(type, evidence).covers(branch, row));
    }

    private String type(RowViews row) {
        return evidence.mode().branchType(row.database());
    }

    private void everyChangeFollowsTheRulesOfItsBranch() {
        for (String type : new LinkedHashSet<>(evidence.mode().branchTypes())) {
            List<RowViews> rows =
                    changed.stream().filter(row -> type(row).equals(type)).toList();
            BranchRules.of(type, evidence).rules().forEach(rule -> check(rows, rule));
        }
    }

    private void check(List<RowViews> rows, Rule rule) {
        List<RowViews> bad =
                rows.stream().filter(row -> !rule.holds().test(row)).toList();
        bad.forEach(row -> findings.add(new Finding(false, row.name() + " " + rule.complaint())));
        if (bad.isEmpty() && !rows.isEmpty()) {
            findings.add(new Finding(true, rule.praise()));
        }
    }

    /** A task goes on by itself once its order is committed, and ends in the history: what has to stay is its message. */
    private static boolean stands(RowViews row, @Nullable Map<String, String> wanted) {
        Map<String, String> after = row.after();
        return row.table().equals(Scene.TASKS) && after != null && wanted != null
                ? Objects.equals(after.get("request_body"), wanted.get("request_body"))
                : Objects.equals(after, wanted);
    }

    private void rowsStandAsExpected() {
        boolean commit = evidence.expected() == Expectation.COMMIT;
        boolean asExpected = true;
        for (RowViews row : evidence.rows()) {
            Map<String, String> wanted =
                    commit ? BranchRules.of(type(row), evidence).committed(row) : row.before();
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
                    commit ? "every row stands as it was ordered" : "every row equals its state before the order"));
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
        Traces after = evidence.after();
        isLeft("global locks listed at the TC", after.locks().size());
        isLeft("undo log rows left", after.undoLogs());
        isLeft("branches left prepared", after.prepared().size());
        after.fence().forEach(this::isEnded);
        evidence.between().fence().stream()
                .filter(tried -> after.fence().stream().noneMatch(row -> row.branchId() == tried.branchId()))
                .forEach(lost -> findings.add(
                        new Finding(false, "the fence in " + lost.database() + " has forgotten " + lost.action())));
        findings.add(new Finding(
                evidence.statusAfter() == null,
                evidence.statusAfter() == null
                        ? "the TC has ended the transaction"
                        : "the TC still has the transaction, as " + evidence.statusAfter()));
    }

    private void isLeft(String what, long count) {
        findings.add(new Finding(count == 0, what + ": " + count));
    }

    private void isEnded(FenceRow row) {
        boolean confirmed = row.state() == FenceState.CONFIRMED;
        boolean cancelled = row.state() == FenceState.CANCELLED || row.state() == FenceState.SUSPENDED;
        boolean ended = evidence.pausedAt() == null
                ? confirmed || cancelled
                : evidence.expected() == Expectation.COMMIT ? confirmed : cancelled;
        findings.add(
                new Finding(ended, "the fence in " + row.database() + " says " + row.action() + " " + row.state()));
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
