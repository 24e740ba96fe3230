package com.changgou.seata.guard;

import org.jspecify.annotations.Nullable;

/** A call inside a global transaction failed, or was answered with a failure. Never thrown by the guard: it is the cause of what is. */
public class RemoteFailureException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param message which call, and how it failed
     * @param cause what was thrown, or null where there is an answer
     */
    public RemoteFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
