package com.changgou.seata.outcome;

/** The TC could not be asked to begin a global transaction: nothing has happened, and the call may be repeated. */
public class CoordinatorUnavailableException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param cause what Seata reported
     */
    public CoordinatorUnavailableException(Throwable cause) {
        super("The transaction coordinator cannot be reached: no global transaction was begun", cause);
    }
}
