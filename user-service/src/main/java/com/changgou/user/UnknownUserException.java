package com.changgou.user;

final class UnknownUserException extends RuntimeException {

    private final String userId;

    UnknownUserException(String userId) {
        super("There is no user " + userId);
        this.userId = userId;
    }

    String userId() {
        return userId;
    }
}
