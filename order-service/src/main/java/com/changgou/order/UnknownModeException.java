package com.changgou.order;

import java.util.Collection;

final class UnknownModeException extends RuntimeException {

    private final String mode;

    UnknownModeException(String mode, Collection<String> known) {
        super("There is no mode " + mode + ". There are: " + String.join(", ", known));
        this.mode = mode;
    }

    String mode() {
        return mode;
    }
}
