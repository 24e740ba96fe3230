package com.changgou.seata.branch;

import org.apache.seata.common.loader.LoadLevel;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.datasource.DataSourceManager;

/** Seata's resource manager for AT branches, observed. Seata loads it by its service loader, after its own, whose place it takes. */
@LoadLevel(name = "observed-at", order = 1)
public final class ObservedAtManager extends DataSourceManager {

    @Override
    public Long branchRegister(
            BranchType type, String resourceId, String clientId, String xid, String applicationData, String lockKeys)
            throws TransactionException {
        return BranchObserver.register(
                type,
                resourceId,
                xid,
                () -> super.branchRegister(type, resourceId, clientId, xid, applicationData, lockKeys));
    }

    @Override
    public BranchStatus branchCommit(BranchType type, String xid, long id, String resourceId, String applicationData)
            throws TransactionException {
        return BranchObserver.end(
                type, resourceId, xid, id, () -> super.branchCommit(type, xid, id, resourceId, applicationData));
    }

    @Override
    public BranchStatus branchRollback(BranchType type, String xid, long id, String resourceId, String applicationData)
            throws TransactionException {
        return BranchObserver.end(
                type, resourceId, xid, id, () -> super.branchRollback(type, xid, id, resourceId, applicationData));
    }

    /**
     * The TC is not told that phase one has failed: it would never ask for that branch again. Seata says so of every local commit that
     * ends in an exception, also where only the database's answer was lost and the rows stand. Asked to undo what is not there, a branch
     * leaves a guard row, and no more.
     */
    @Override
    public void branchReport(BranchType type, String xid, long id, BranchStatus status, String applicationData)
            throws TransactionException {
        BranchObserver.report(xid, id, status);
        if (status != BranchStatus.PhaseOne_Failed) {
            super.branchReport(type, xid, id, status, applicationData);
        }
    }
}
