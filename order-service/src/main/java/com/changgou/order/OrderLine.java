package com.changgou.order;

/**
 * One SKU of an order.
 *
 * @param skuId the SKU
 * @param quantity how many pieces
 * @param price of one piece, in minor currency units
 */
public record OrderLine(long skuId, int quantity, long price) {

    long amount() {
        return Math.multiplyExact(price, quantity);
    }
}
