package com.changgou.broker;

/** Why the broker does not run, in one sentence for whoever started it. */
final class StartFailure extends Exception {

    /** What it was given is missing or wrong. */
    static final int BAD_SETTINGS = 2;

    private static final int DID_NOT_START = 1;

    private final int exitStatus;

    private StartFailure(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    static StartFailure badSettings(String message) {
        return new StartFailure(BAD_SETTINGS, message, null);
    }

    static StartFailure didNotStart(String message, Throwable cause) {
        return new StartFailure(DID_NOT_START, message, cause);
    }

    int exitStatus() {
        return exitStatus;
    }
}
