package com.changgou.seata.outcome;

/** The TC could not be asked, to begin a global transaction or for a lock: nothing has happened, and the call may be repeated. */
public class CoordinatorUnavailableException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param cause what Seata reported
     */
    public CoordinatorUnavailableException(Throwable cause) {
        super("The transaction coordinator cannot be reached: nothing was begun or changed", cause);
    }
}
