package com.changgou.proof;

/** The system cannot be observed as asked for: its message says why, for the user. */
public class ObservationException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param message what is wrong and what to do
     */
    public ObservationException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what is wrong and what to do
     * @param cause what was caught
     */
    public ObservationException(String message, Throwable cause) {
        super(message, cause);
    }
}
