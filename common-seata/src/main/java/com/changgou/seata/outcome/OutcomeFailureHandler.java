package com.changgou.seata.outcome;

import org.apache.seata.tm.api.DefaultFailureHandlerImpl;
import org.apache.seata.tm.api.GlobalTransaction;

/**
 * Turns Seata's checked, look-alike failures into three exceptions that a caller can tell apart. Seata calls this handler
 * before it throws what it has, so an exception thrown here takes its place.
 */
final class OutcomeFailureHandler extends DefaultFailureHandlerImpl {

    @Override
    public void onBeginFailure(GlobalTransaction transaction, Throwable cause) {
        super.onBeginFailure(transaction, cause);
        throw new CoordinatorUnavailableException(cause);
    }

    /** A commit that was refused, and rolled back instead, is known; whatever else fails there is not. */
    @Override
    public void onCommitFailure(GlobalTransaction transaction, Throwable cause) {
        UnexpectedGlobalRollbackException refused = UnexpectedGlobalRollbackException.of(transaction.getXid(), cause);
        if (refused != null) {
            throw refused;
        }
        super.onCommitFailure(transaction, cause);
        throw new GlobalOutcomeUnknownException(transaction.getXid(), cause);
    }

    /** A rollback that the TC could not finish, or was not told of: some of the changes may stay. */
    @Override
    public void onRollbackFailure(GlobalTransaction transaction, Throwable originalException) {
        super.onRollbackFailure(transaction, originalException);
        throw new GlobalOutcomeUnknownException(transaction.getXid(), originalException);
    }

    /**
     * Without an exception of the business this is the answer to a commit: a TC up to 1.8 says so of every session past its
     * timeout, committed ones included.
     */
    @Override
    public void onRollbacking(GlobalTransaction transaction, Throwable originalException) {
        if (originalException == null) {
            throw new GlobalOutcomeUnknownException(
                    transaction.getXid(), new IllegalStateException("The commit was answered with a timeout"));
        }
        super.onRollbacking(transaction, originalException);
    }
}
