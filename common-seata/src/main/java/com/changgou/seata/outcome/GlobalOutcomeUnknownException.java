package com.changgou.seata.outcome;

/**
 * The commit of a global transaction was asked for and its answer is missing or contradictory. The transaction may be
 * committed, or rolled back: <em>unknown</em>, not <em>failed</em>. Only the data can tell, once its locks are free.
 */
public class GlobalOutcomeUnknownException extends RuntimeException {

    private final String xid;

    /**
     * Creates the exception.
     *
     * @param xid the global transaction that was to be committed
     * @param cause what Seata reported
     */
    public GlobalOutcomeUnknownException(String xid, Throwable cause) {
        super("The outcome of global transaction " + xid + " is unknown", cause);
        this.xid = xid;
    }

    /**
     * The global transaction that was to be committed.
     *
     * @return its XID
     */
    public String xid() {
        return xid;
    }
}
