package com.changgou.order.goods;

/**
 * A deducted line with its price.
 *
 * @param skuId the SKU
 * @param quantity how many pieces were taken
 * @param price of one piece, in minor currency units
 */
public record PricedLine(long skuId, int quantity, long price) {}
