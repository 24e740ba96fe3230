package com.changgou.order;

/** One SKU of an order; {@code price} of one piece in minor currency units. */
record OrderLine(long skuId, int quantity, long price) {

    long amount() {
        return Math.multiplyExact(price, quantity);
    }
}
