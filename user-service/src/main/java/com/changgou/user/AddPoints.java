package com.changgou.user;

import org.jspecify.annotations.Nullable;

/** The order service's message: an order has earned points, more than 0. A number that is missing makes it unreadable. */
record AddPoints(
        long taskId, @Nullable String orderId, @Nullable String userId, long points) {

    /** As the tables have it: what is longer would fail in the database, which cannot be told from a failure that passes. */
    private static final int LONGEST_ID = 32;

    /** So many that no sum of them leaves a BIGINT. */
    private static final long MOST_POINTS = 1_000_000_000_000L;

    /** What keeps it from ever being granted, or null. */
    @Nullable
    String refusal() {
        if (orderId == null || orderId.isBlank() || userId == null || userId.isBlank()) {
            return "The message names no order or no user";
        }
        if (orderId.length() > LONGEST_ID || userId.length() > LONGEST_ID) {
            return "The message names an order or a user by more than " + LONGEST_ID + " characters";
        }
        if (points > MOST_POINTS) {
            return "No order earns " + points + " points";
        }
        return points > 0 ? null : "An order earns more than " + points + " points";
    }
}
