package com.changgou.order;

/** The answer to a request for an order; {@code created} is false when an earlier request with its key placed it. */
record Placement(Order order, boolean created) {}
