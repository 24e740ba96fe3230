package com.changgou.seata.outcome;

import org.apache.seata.tm.api.DefaultFailureHandlerImpl;
import org.apache.seata.tm.api.GlobalTransaction;

/**
 * Turns Seata's checked, look-alike failures into two exceptions that a caller can tell apart. Seata calls this handler
 * before it throws what it has, so an exception thrown here takes its place.
 */
final class OutcomeFailureHandler extends DefaultFailureHandlerImpl {

    @Override
    public void onBeginFailure(GlobalTransaction transaction, Throwable cause) {
        super.onBeginFailure(transaction, cause);
        throw new CoordinatorUnavailableException(cause);
    }

    @Override
    public void onCommitFailure(GlobalTransaction transaction, Throwable cause) {
        super.onCommitFailure(transaction, cause);
        throw new GlobalOutcomeUnknownException(transaction.getXid(), cause);
    }
}
