package com.changgou.user;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a message. Whoever repeats the message is answered again.
 *
 * @param refusal why the points will never be granted; null when they are
 */
record PointsAnswer(
        long taskId, @Nullable String orderId, @Nullable String refusal) {}
