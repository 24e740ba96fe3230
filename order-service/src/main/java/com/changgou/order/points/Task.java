package com.changgou.order.points;

/**
 * A message that is to be sent until it is answered.
 *
 * @param body JSON, without the task's id
 * @param attempts how often it was claimed to be sent
 * @param version changes with every claim
 */
record Task(long id, String orderId, String exchange, String routingKey, String body, int attempts, int version) {

    Task claimed() {
        return new Task(id, orderId, exchange, routingKey, body, attempts + 1, version + 1);
    }
}
