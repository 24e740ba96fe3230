package com.changgou.seata.branch;

import com.changgou.seata.branch.BranchListener.Branch;
import java.time.Duration;
import org.apache.seata.core.exception.RmTransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.core.model.BranchStatus;

/** Tells whoever listens what a resource manager would tell. */
public final class BranchEvents {

    private static final Duration TOOK = Duration.ofMillis(7);

    private BranchEvents() {}

    public static void registered(Branch branch) {
        BranchListeners.all().forEach(listener -> listener.registered(branch, TOOK));
    }

    public static void refused(Branch branch, TransactionExceptionCode code) {
        BranchListeners.all()
                .forEach(listener -> listener.refused(
                        branch.xid(), branch.type(), new RmTransactionException(code, "refused"), TOOK));
    }

    public static void failed(Branch branch) {
        BranchObserver.report(branch.xid(), branch.id(), BranchStatus.PhaseOne_Failed);
    }

    public static void ended(Branch branch, BranchStatus status) {
        BranchListeners.all().forEach(listener -> listener.ended(branch, status, TOOK));
    }
}
