package com.changgou.seata.branch;

import java.time.Duration;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;

/** Hears of this process' branches. Called on the thread that does the work, so it is quick and throws nothing. */
public interface BranchListener {

    /**
     * The TC has taken a branch into a global transaction.
     *
     * @param branch the branch
     * @param took how long the TC was waited for
     */
    default void registered(Branch branch, Duration took) {}

    /**
     * The TC has not taken a branch, or was not reached.
     *
     * @param xid the global transaction
     * @param type the kind of branch
     * @param failure why, with Seata's code: a global lock that somebody else holds is {@code LockKeyConflict}
     * @param took how long the TC was waited for
     */
    default void refused(String xid, BranchType type, TransactionException failure, Duration took) {}

    /**
     * Phase two has reached a branch, and is about to be done on this thread.
     *
     * @param branch the branch
     */
    default void ending(Branch branch) {}

    /**
     * Phase two has been done in a branch. Asked for again by the TC where the status says so, and then heard of again.
     *
     * @param branch the branch
     * @param status what the TC is told
     * @param took how long it took in this process
     */
    default void ended(Branch branch, BranchStatus status, Duration took) {}

    /**
     * A registered branch's local transaction has failed: it was rolled back, or nobody knows. Of an XA or TCC branch the TC is told so, and
     * phase two does not ask for it; of an AT branch it is not.
     *
     * @param xid the global transaction
     * @param id the branch's number
     */
    default void failed(String xid, long id) {}

    /**
     * A branch of this process.
     *
     * @param type AT, TCC or XA
     * @param xid its global transaction
     * @param id its number
     * @param resourceId what it changes: for AT and XA the database's URL, for TCC the action's name
     */
    record Branch(BranchType type, String xid, long id, String resourceId) {}
}
