package com.changgou.goods;

/**
 * What was taken.
 *
 * @param skuId the SKU
 * @param quantity how many pieces
 * @param price of one piece, in minor currency units
 */
public record PricedLine(long skuId, int quantity, long price) {}
