package com.changgou.seata.branch;

import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;

/** Branches without a TC: the listeners hear of them as of any. */
public final class TestBranches {

    private TestBranches() {}

    public static void register(BranchType type, String xid) {
        try {
            BranchObserver.register(type, "test", xid, () -> 1L);
        } catch (TransactionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
