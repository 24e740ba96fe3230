package com.changgou.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the TC knows: the open global transactions, their branches and their locks. */
public interface Coordinator {

    /**
     * An open global transaction.
     *
     * @param xid the transaction
     * @param status Seata's name for its status
     * @param since when it was begun, by the TC's clock; null where the TC does not know it any more
     * @param branches the branches registered so far
     */
    record Session(String xid, String status, @Nullable Instant since, List<Branch> branches) {}

    /**
     * A registered branch.
     *
     * @param branchId its id
     * @param resourceId the data source that it changed
     * @param type AT, TCC or XA
     */
    record Branch(long branchId, String resourceId, String type) {}

    /**
     * A row under a global lock.
     *
     * @param xid who holds it
     * @param branchId for which branch
     * @param resourceId the data source
     * @param table the table
     * @param key the primary key; the values of a composite one are joined by underscores
     */
    record LockedRow(String xid, long branchId, String resourceId, String table, String key) {}

    /**
     * All open global transactions.
     *
     * @return empty when nothing is going on
     */
    List<Session> sessions();

    /**
     * All global locks.
     *
     * @return empty when no row is locked
     */
    List<LockedRow> locks();

    /**
     * One global transaction.
     *
     * @param xid the transaction
     * @return empty when the TC has ended it, or never knew it
     */
    default Optional<Session> session(String xid) {
        return sessions().stream().filter(session -> session.xid().equals(xid)).findFirst();
    }

    /**
     * The locks of one global transaction.
     *
     * @param xid the transaction
     * @return empty when it holds none
     */
    default List<LockedRow> locks(String xid) {
        return locks().stream().filter(lock -> lock.xid().equals(xid)).toList();
    }
}
