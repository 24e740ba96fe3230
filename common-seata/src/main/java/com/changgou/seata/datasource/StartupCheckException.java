package com.changgou.seata.datasource;

import org.jspecify.annotations.Nullable;

/** The service would start, and its global transactions would not do what they say: what is wrong, and what to do. */
final class StartupCheckException extends RuntimeException {

    private final String action;

    StartupCheckException(String description, String action) {
        this(description, action, null);
    }

    StartupCheckException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
