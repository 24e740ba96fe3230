package com.changgou.order;

/** Whether the order was placed is not known now; asking again with the same key tells. */
final class OrderOutcomeUnknownException extends RuntimeException {

    private final String requestId;

    OrderOutcomeUnknownException(String requestId, Throwable cause) {
        super(cause.getMessage(), cause);
        this.requestId = requestId;
    }

    String requestId() {
        return requestId;
    }
}
