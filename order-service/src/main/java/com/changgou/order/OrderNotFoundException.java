package com.changgou.order;

final class OrderNotFoundException extends RuntimeException {

    OrderNotFoundException(String orderId) {
        super("There is no order " + orderId);
    }
}
