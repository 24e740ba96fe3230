package com.changgou.seata.global;

import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.jspecify.annotations.Nullable;

/** A TC that numbers its global transactions, ends them as asked, and fails when it is told to. */
public class FakeTransactionManager implements TransactionManager {

    private int begun;

    public @Nullable TransactionException failure;

    @Override
    public String begin(String applicationId, String transactionServiceGroup, String name, int timeout)
            throws TransactionException {
        answer();
        return "127.0.0.2:8091:" + ++begun;
    }

    @Override
    public GlobalStatus commit(String xid) throws TransactionException {
        answer();
        return GlobalStatus.Committed;
    }

    @Override
    public GlobalStatus rollback(String xid) throws TransactionException {
        answer();
        return GlobalStatus.Rollbacked;
    }

    @Override
    public GlobalStatus getStatus(String xid) throws TransactionException {
        answer();
        return GlobalStatus.Finished;
    }

    @Override
    public GlobalStatus globalReport(String xid, GlobalStatus globalStatus) throws TransactionException {
        answer();
        return globalStatus;
    }

    private void answer() throws TransactionException {
        if (failure != null) {
            throw failure;
        }
    }
}
