package com.changgou.seata.xid;

/** A setting below {@code changgou.seata.xid} that would leave XIDs unprotected: what is wrong, and what to do. */
final class XidSettingsException extends RuntimeException {

    private final String action;

    XidSettingsException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
