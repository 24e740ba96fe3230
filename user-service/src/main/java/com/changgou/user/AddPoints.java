package com.changgou.user;

import org.jspecify.annotations.Nullable;

/** The order service's message: an order has earned points, more than 0. A number that is missing is 0. */
record AddPoints(
        long taskId, @Nullable String orderId, @Nullable String userId, long points) {

    /** What keeps it from ever being granted, or null. */
    @Nullable
    String refusal() {
        if (orderId == null || orderId.isBlank() || userId == null || userId.isBlank()) {
            return "The message names no order or no user";
        }
        return points > 0 ? null : "An order earns more than " + points + " points";
    }
}
