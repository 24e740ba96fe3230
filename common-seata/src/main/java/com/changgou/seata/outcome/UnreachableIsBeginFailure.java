package com.changgou.seata.outcome;

import org.apache.seata.common.loader.LoadLevel;
import org.apache.seata.core.exception.TmTransactionException;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.tm.DefaultTransactionManager;

/**
 * Reports a TC that cannot be connected to as a failed begin. Seata's own manager lets runtime exceptions pass
 * there, which its template does not catch, so that no failure handler ever hears of it. Seata loads this class by its
 * service loader and prefers it for its order.
 */
@LoadLevel(name = "unreachable-is-begin-failure", order = 1)
public final class UnreachableIsBeginFailure extends DefaultTransactionManager {

    @Override
    public String begin(String applicationId, String transactionServiceGroup, String name, int timeout)
            throws TransactionException {
        try {
            return super.begin(applicationId, transactionServiceGroup, name, timeout);
        } catch (RuntimeException unreachable) {
            throw new TmTransactionException(
                    TransactionExceptionCode.BeginFailed, unreachable.getMessage(), unreachable);
        }
    }
}
