package com.changgou.seata.guard;

import org.jspecify.annotations.Nullable;

/** Hears of what the guards find, in the modes fail and warn. Called on the thread that does the work, so it is quick and throws nothing. */
public interface GuardListener {

    /**
     * A call brought no branch.
     *
     * @param xid the global transaction
     * @param missing which call, and the likely causes
     */
    default void branchMissing(String xid, BranchNotEnlistedException missing) {}

    /**
     * A global transaction was to be committed although something in it had failed.
     *
     * @param xid the global transaction
     * @param name its name
     * @param first the first failure
     */
    default void failureSwallowed(String xid, @Nullable String name, Throwable first) {}

    /**
     * A global transaction was to be committed with no branch.
     *
     * @param xid the global transaction
     * @param name its name
     */
    default void commitEmpty(String xid, @Nullable String name) {}
}
