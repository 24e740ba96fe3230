package com.changgou.seata.outcome;

/**
 * The end of a global transaction was asked for and its answer is missing, contradictory, or says that a rollback failed.
 * Its changes may stay or go: <em>unknown</em>, not <em>failed</em>. Only the data can tell, once its locks are free.
 */
public class GlobalOutcomeUnknownException extends RuntimeException {

    private final String xid;

    /**
     * Creates the exception.
     *
     * @param xid the global transaction
     * @param cause what Seata reported
     */
    public GlobalOutcomeUnknownException(String xid, Throwable cause) {
        super("The outcome of global transaction " + xid + " is unknown", cause);
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
}
