package com.changgou.user;

/** A message that can be read and never be granted, however often it comes. */
final class RefusedException extends RuntimeException {

    private final AddPoints message;

    RefusedException(AddPoints message, String reason) {
        super(reason);
        this.message = message;
    }

    PointsAnswer answer() {
        return new PointsAnswer(message.taskId(), message.orderId(), getMessage());
    }
}
