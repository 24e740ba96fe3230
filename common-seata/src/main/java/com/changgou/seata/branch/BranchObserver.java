package com.changgou.seata.branch;

import com.changgou.seata.branch.BranchListener.Branch;
import java.time.Duration;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;

/** Does what a resource manager is asked to, and tells the listeners. */
final class BranchObserver {

    private BranchObserver() {}

    interface Step<T> {
        T take() throws TransactionException;
    }

    static Long register(BranchType type, String resourceId, String xid, Step<Long> registration)
            throws TransactionException {
        long begin = System.nanoTime();
        try {
            Long id = registration.take();
            Duration took = since(begin);
            BranchListeners.all().forEach(listener -> listener.registered(new Branch(type, xid, id, resourceId), took));
            return id;
        } catch (TransactionException failure) {
            Duration took = since(begin);
            BranchListeners.all().forEach(listener -> listener.refused(xid, type, failure, took));
            throw failure;
        }
    }

    static BranchStatus end(BranchType type, String resourceId, String xid, long id, Step<BranchStatus> phaseTwo)
            throws TransactionException {
        Branch branch = new Branch(type, xid, id, resourceId);
        BranchListeners.all().forEach(listener -> listener.ending(branch));
        long begin = System.nanoTime();
        BranchStatus status = phaseTwo.take();
        Duration took = since(begin);
        BranchListeners.all().forEach(listener -> listener.ended(branch, status, took));
        return status;
    }

    static void report(String xid, long id, BranchStatus status) {
        if (status == BranchStatus.PhaseOne_Failed) {
            BranchListeners.all().forEach(listener -> listener.failed(xid, id));
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
