package com.changgou.order.points;

import org.jspecify.annotations.Nullable;

/**
 * What has become of an order's points.
 *
 * @param status {@code pending}, {@code sent}, {@code done} or {@code dead}
 * @param attempts how often the broker was given the message
 * @param error why the last attempt failed, or why it is dead
 */
public record PointsTask(
        String status, int attempts, @Nullable String error) {

    static PointsTask of(TaskMapper.OfOrder task) {
        String status = switch (task.status()) {
            case PENDING, SENDING -> "pending";
            case SENT -> "sent";
            case DONE -> "done";
            case DEAD -> "dead";
        };
        return new PointsTask(status, task.attempts(), task.errormsg());
    }
}
