package com.changgou.launcher.system;

/** Something that the user can do something about: its message is all that is printed. */
public class LauncherException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param message what is wrong and what to do
     */
    public LauncherException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what is wrong and what to do
     * @param cause what was caught
     */
    public LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
