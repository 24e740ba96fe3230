package com.changgou.proof;

import com.changgou.proof.Coordinator.Branch;
import com.changgou.proof.Coordinator.LockedRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one global transaction.
 *
 * @param xid the transaction
 * @param mode the branches that it was meant to have
 * @param expected what it was meant to do
 * @param pausedAt the fault point at which it was held for the view in between; null if it was not held
 * @param httpStatus what the client was answered: shown, never judged
 * @param statusBetween the TC's status while it was held
 * @param statusAfter the TC's status at the end; null once the TC has ended it
 * @param branches the branches registered while it was held
 * @param between what stood in the TC and the databases while it was held
 * @param after the same at the end
 * @param rows every row that it touched or was asked to touch
 */
public record Evidence(
        String xid,
        Mode mode,
        Expectation expected,
        @Nullable String pausedAt,
        int httpStatus,
        @Nullable String statusBetween,
        @Nullable String statusAfter,
        List<Branch> branches,
        Traces between,
        Traces after,
        List<RowViews> rows) {

    /** What a global transaction was meant to do. */
    public enum Expectation {
        /** Everything stays. */
        COMMIT,
        /** Everything goes back. */
        ROLLBACK
    }

    /**
     * What a transaction writes beside its rows.
     *
     * @param undo the undo log, decoded, without guard rows of finished rollbacks: AT
     * @param locks its global locks: AT
     * @param fence its rows in {@code tcc_fence_log}: TCC
     * @param prepared its branches in {@code XA RECOVER}: XA
     * @param rowLocks how many rows are locked in both databases, by whatever transaction: XA
     */
    public record Traces(
            List<UndoneRow> undo,
            List<LockedRow> locks,
            List<FenceRow> fence,
            List<PreparedBranch> prepared,
            long rowLocks) {

        long undoLogs() {
            return undo.stream().map(UndoneRow::branchId).distinct().count();
        }

        /** Whether nothing is left that phase two has to do away with; the fence's rows stay for a while. */
        boolean isSettled() {
            return undo.isEmpty()
                    && prepared.isEmpty()
                    && fence.stream().noneMatch(row -> row.state() == FenceState.TRIED);
        }
    }

    /** What the fence knows of a TCC branch, in the order of Seata's numbers for it, from 1. */
    public enum FenceState {
        /** Try is committed. */
        TRIED,
        /** So is confirm. */
        CONFIRMED,
        /** So is cancel. */
        CANCELLED,
        /** Cancelled without a try, which is refused from then on. */
        SUSPENDED
    }

    /**
     * A row of the fence.
     *
     * @param database where
     * @param branchId of which branch
     * @param action what is tried, confirmed or cancelled
     * @param state how far it is
     */
    public record FenceRow(String database, long branchId, String action, FenceState state) {}

    /**
     * A branch that a database has prepared.
     *
     * @param database where
     * @param data the XA id: XID and branch id
     */
    public record PreparedBranch(String database, String data) {}

    /**
     * A row's before and after image in the undo log.
     *
     * @param database where
     * @param branchId of which branch
     * @param table the table
     * @param key the values of its primary key
     * @param before the columns before; null for an inserted row
     * @param after the columns after; null for a deleted row
     */
    public record UndoneRow(
            String database,
            long branchId,
            String table,
            List<String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> after) {}

    /**
     * A row as it stood at three moments, read over JDBC; null where there was none.
     *
     * @param database where
     * @param resourceId the same database in Seata's words
     * @param table the table
     * @param key the values of its primary key
     * @param before before the order was posted
     * @param between while it was held, as everybody can read it
     * @param written the same, or what a prepared branch has written there
     * @param after at the end
     */
    public record RowViews(
            String database,
            String resourceId,
            String table,
            List<String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> between,
            @Nullable Map<String, String> written,
            @Nullable Map<String, String> after) {

        boolean isChanged() {
            return !Objects.equals(before, written) || !Objects.equals(before, between);
        }

        /** Seata joins a composite key in the order of its own metadata, which is not the table's. */
        boolean isLockedBy(LockedRow lock) {
            List<String> reversed = new ArrayList<>(key);
            Collections.reverse(reversed);
            return lock.resourceId().equals(resourceId)
                    && lock.table().equals(table)
                    && (lock.key().equals(String.join("_", key)) || lock.key().equals(String.join("_", reversed)));
        }

        String name() {
            return database + "." + table + key;
        }
    }
}
