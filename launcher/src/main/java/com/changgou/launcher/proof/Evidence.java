package com.changgou.launcher.proof;

import com.changgou.launcher.proof.Coordinator.Branch;
import com.changgou.launcher.proof.Coordinator.LockedRow;
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
 * @param expected what it was meant to do
 * @param pausedAt the fault point at which it was held for the view in between; null if it was not held
 * @param httpStatus what the client was answered: shown, never judged
 * @param statusBetween the TC's status while it was held
 * @param statusAfter the TC's status at the end; null once the TC has ended it
 * @param branches the branches registered while it was held
 * @param undo the undo log rows while it was held, decoded
 * @param locksBetween its global locks while it was held
 * @param locksAfter its global locks at the end
 * @param undoAfter how many of its undo log rows are left, guard rows not counted
 * @param rows every row that it touched or was asked to touch
 */
public record Evidence(
        String xid,
        Expectation expected,
        @Nullable String pausedAt,
        int httpStatus,
        @Nullable String statusBetween,
        @Nullable String statusAfter,
        List<Branch> branches,
        List<UndoneRow> undo,
        List<LockedRow> locksBetween,
        List<LockedRow> locksAfter,
        long undoAfter,
        List<RowViews> rows) {

    /** What a global transaction was meant to do. */
    public enum Expectation {
        /** Everything stays. */
        COMMIT,
        /** Everything goes back. */
        ROLLBACK
    }

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
     * @param between while it was held
     * @param after at the end
     */
    public record RowViews(
            String database,
            String resourceId,
            String table,
            List<String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> between,
            @Nullable Map<String, String> after) {

        boolean isChangedInBetween() {
            return !Objects.equals(before, between);
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
