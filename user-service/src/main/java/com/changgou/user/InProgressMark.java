package com.changgou.user;

/**
 * Says that somebody is working on an order, so that a second delivery of its message need not try. It spares work, and guards
 * nothing: it can be gone too early, or be left behind. What makes granting idempotent is the key of {@code tb_point_log}.
 */
interface InProgressMark {

    /**
     * Works under the mark.
     *
     * @throws InProgressException if somebody else has it: the message must come again later, for the other one may still fail
     */
    void during(String orderId, Runnable work);

    /** Somebody else works on it. */
    final class InProgressException extends RuntimeException {

        InProgressException(String orderId) {
            super("Somebody else is working on order " + orderId);
        }
    }
}
