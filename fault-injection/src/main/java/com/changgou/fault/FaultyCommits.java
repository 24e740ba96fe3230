package com.changgou.fault;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Reaches the moments before and after the commit of a branch's local transaction. */
record FaultyCommits(Faults faults, FaultPoint before, FaultPoint after) implements TransactionExecutionListener {

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        faults.pass(before);
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
        if (commitFailure == null) {
            faults.pass(after);
        }
    }
}
