package com.changgou.order;

/** An order that can be read is placed; one that could not be placed leaves no row. */
enum OrderStatus {
    PLACED
}
