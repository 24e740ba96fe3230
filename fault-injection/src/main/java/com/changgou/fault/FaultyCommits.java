package com.changgou.fault;

import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Reaches the moments around a branch's local transaction: in phase one, and in phase two where that is business code (TCC). */
record FaultyCommits(Faults faults, FaultPoint begin, Points phaseOne, Points phaseTwo)
        implements TransactionExecutionListener {

    record Points(FaultPoint before, FaultPoint after) {}

    @Override
    public void beforeBegin(TransactionExecution transaction) {
        faults.pass(begin);
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        pass(phaseOne.before(), phaseTwo.before());
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
        if (commitFailure == null) {
            pass(phaseOne.after(), phaseTwo.after());
        }
    }

    private void pass(FaultPoint inPhaseOne, FaultPoint inPhaseTwo) {
        BusinessActionContext action = BusinessActionContextUtil.getContext();
        if (RootContext.inGlobalTransaction()) {
            faults.pass(inPhaseOne);
        } else if (action != null) {
            faults.pass(inPhaseTwo, action.getXid());
        }
    }
}
