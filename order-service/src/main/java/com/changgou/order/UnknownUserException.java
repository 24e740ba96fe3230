package com.changgou.order;

final class UnknownUserException extends RuntimeException {

    UnknownUserException(String userId) {
        super("There is no user " + userId);
    }
}
