package com.changgou.seata.outcome;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.UnexpectedRollbackException;

/**
 * A commit was asked for, and the global transaction was rolled back instead, because part of it had failed although nobody threw. As
 * Spring's own exception, of which it is one, says of a local transaction. The first failure is the cause.
 */
public class UnexpectedGlobalRollbackException extends UnexpectedRollbackException {

    private final String xid;

    /**
     * Creates the exception.
     *
     * @param xid the global transaction
     * @param cause the first failure inside it
     */
    public UnexpectedGlobalRollbackException(String xid, Throwable cause) {
        super("Global transaction " + xid + " was rolled back instead of committed: " + cause.getMessage(), cause);
        this.xid = xid;
    }

    /**
     * The global transaction.
     *
     * @return its XID
     */
    public String xid() {
        return xid;
    }

    /** Finds it below what Seata makes of an exception out of the transaction's commit; null if that commit was not refused. */
    static @Nullable UnexpectedGlobalRollbackException of(String xid, @Nullable Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof UnexpectedGlobalRollbackException refused && refused.xid.equals(xid)) {
                return refused;
            }
        }
        return null;
    }
}
