package com.changgou.proof;

import com.changgou.proof.Coordinator.Branch;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.FenceState;
import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.UndoneRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a branch of one type has to show for the rows that it changed, while its transaction is held. */
abstract sealed class BranchRules {

    /** What has to hold of each changed row, and what is said where it does and where it does not. */
    record Rule(String praise, String complaint, Predicate<RowViews> holds) {}

    final Evidence evidence;

    private BranchRules(Evidence evidence) {
        this.evidence = evidence;
    }

    static BranchRules of(String type, Evidence evidence) {
        return switch (type) {
            case "AT" -> new At(evidence);
            case "TCC" -> new Tcc(evidence);
            case "XA" -> new Xa(evidence);
            default -> throw new IllegalArgumentException("There is no branch type " + type);
        };
    }

    /** Whether the branch is the one that changed the row. */
    boolean covers(Branch branch, RowViews row) {
        return branch.resourceId().equals(row.resourceId());
    }

    abstract List<Rule> rules();

    /** How the row has to stand once the transaction is committed. */
    @Nullable
    Map<String, String> committed(RowViews row) {
        return row.written();
    }

    /** The undo log has what a rollback needs, and nobody else may write the row meanwhile. */
    private static final class At extends BranchRules {

        At(Evidence evidence) {
            super(evidence);
        }

        @Override
        List<Rule> rules() {
            return List.of(
                    new Rule(
                            "AT: every changed row has its undo image",
                            "has no undo image that agrees with it",
                            this::hasUndoImage),
                    new Rule(
                            "AT: every changed row was under its global lock",
                            "was changed without its global lock",
                            this::wasLocked));
        }

        private boolean hasUndoImage(RowViews row) {
            return evidence.between().undo().stream()
                    .filter(undo -> undo.database().equals(row.database())
                            && undo.table().equals(row.table())
                            && undo.key().equals(row.key()))
                    .anyMatch(undo -> agree(undo, row));
        }

        private static boolean agree(UndoneRow undo, RowViews row) {
            return agrees(undo.before(), row.before()) && agrees(undo.after(), row.between());
        }

        /** An image holds the columns that the statement wrote; the row holds all. */
        private static boolean agrees(@Nullable Map<String, String> image, @Nullable Map<String, String> row) {
            return image == null || row == null
                    ? image == null && row == null
                    : image.entrySet().stream()
                            .allMatch(column -> Objects.equals(row.get(column.getKey()), column.getValue()));
        }

        private boolean wasLocked(RowViews row) {
            return evidence.between().locks().stream().anyMatch(row::isLockedBy);
        }
    }

    /** The fence knows the try, and the rows say themselves that they are not decided. */
    private static final class Tcc extends BranchRules {

        private static final String FROZEN = "frozen";
        private static final String STATUS = "status";

        Tcc(Evidence evidence) {
            super(evidence);
        }

        /** A TCC branch is called after its action: which database it writes is told by its row in the fence. */
        @Override
        boolean covers(Branch branch, RowViews row) {
            return evidence.between().fence().stream()
                    .anyMatch(tried -> tried.branchId() == branch.branchId()
                            && tried.database().equals(row.database()));
        }

        @Override
        List<Rule> rules() {
            return List.of(
                    new Rule(
                            "TCC: every changed row's try is in the fence",
                            "was changed by no try that the fence knows",
                            this::isTried),
                    new Rule(
                            "TCC: every changed row says that it is not decided",
                            "looks as if it were decided",
                            Tcc::isOpen));
        }

        private boolean isTried(RowViews row) {
            return evidence.between().fence().stream()
                    .filter(fence -> fence.database().equals(row.database()))
                    .map(FenceRow::state)
                    .anyMatch(FenceState.TRIED::equals);
        }

        private static boolean isOpen(RowViews row) {
            return switch (row.table()) {
                case "tb_sku" -> pieces(row.before()) == pieces(row.between());
                case "tb_order" ->
                    row.between() != null && row.between().get(STATUS).equals("PENDING");
                default -> true; // belongs to one of these
            };
        }

        private static long pieces(@Nullable Map<String, String> sku) {
            return sku == null ? 0 : Long.parseLong(sku.get("stock")) + Long.parseLong(sku.get(FROZEN));
        }

        @Override
        @Nullable
        Map<String, String> committed(RowViews row) {
            if (row.written() == null) {
                return null;
            }
            Map<String, String> confirmed = new HashMap<>(row.written());
            if (row.before() != null) {
                confirmed.computeIfPresent(
                        FROZEN, (column, frozen) -> row.before().get(FROZEN));
            }
            confirmed.computeIfPresent(STATUS, (column, status) -> status.equals("PENDING") ? "PLACED" : status);
            return confirmed;
        }
    }

    /** The database has the branch prepared, and shows nobody what it wrote. */
    private static final class Xa extends BranchRules {

        Xa(Evidence evidence) {
            super(evidence);
        }

        /** The XA resource of a database has a name of its own. */
        @Override
        boolean covers(Branch branch, RowViews row) {
            return branch.resourceId().equals(row.resourceId() + "#xa");
        }

        @Override
        List<Rule> rules() {
            return List.of(
                    new Rule(
                            "XA: every changed row's database has its branch prepared",
                            "was changed by no branch that its database has prepared",
                            this::isPrepared),
                    new Rule(
                            "XA: no changed row could be read by others",
                            "could be read before it was decided",
                            row -> Objects.equals(row.before(), row.between())));
        }

        private boolean isPrepared(RowViews row) {
            return evidence.branches().stream()
                    .filter(branch -> covers(branch, row))
                    .anyMatch(branch -> evidence.between().prepared().stream()
                            .anyMatch(prepared -> prepared.database().equals(row.database())
                                    && prepared.data().endsWith("-" + branch.branchId())));
        }
    }
}
