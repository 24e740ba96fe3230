package com.changgou.seata.guard;

import java.util.ArrayList;
import java.util.List;
import org.apache.seata.core.exception.TmTransactionException;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;

/** In the TC's place: writes down what it is asked for, and does as told. */
final class TestCoordinator implements TransactionManager {

    final List<String> asked = new ArrayList<>();
    GlobalStatus rollbackEndsAs = GlobalStatus.Rollbacked;
    int rollbacksUnanswered;
    private int begun;

    @Override
    public String begin(String applicationId, String transactionServiceGroup, String name, int timeout) {
        asked.add("begin");
        begun++;
        return "127.0.0.2:8091:" + System.identityHashCode(this) + begun;
    }

    @Override
    public GlobalStatus commit(String xid) {
        asked.add("commit");
        return GlobalStatus.Committed;
    }

    @Override
    public GlobalStatus rollback(String xid) throws TransactionException {
        asked.add("rollback");
        if (rollbacksUnanswered > 0) {
            rollbacksUnanswered--;
            throw new TmTransactionException("wire cut");
        }
        return rollbackEndsAs;
    }

    @Override
    public GlobalStatus getStatus(String xid) {
        asked.add("status");
        return GlobalStatus.Begin;
    }

    @Override
    public GlobalStatus globalReport(String xid, GlobalStatus globalStatus) {
        asked.add("report");
        return globalStatus;
    }
}
