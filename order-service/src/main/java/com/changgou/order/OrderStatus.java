package com.changgou.order;

/** An order that could not be placed leaves no row. */
public enum OrderStatus {
    /** Under TCC: tried, and not confirmed yet. */
    PENDING,
    /** Placed, once its global transaction is committed. */
    PLACED
}
