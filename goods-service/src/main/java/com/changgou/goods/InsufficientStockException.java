package com.changgou.goods;

/** One line wants more than there is. */
final class InsufficientStockException extends RuntimeException {

    private final long skuId;
    private final int wanted;
    private final int available;

    InsufficientStockException(long skuId, int wanted, int available) {
        super("SKU " + skuId + ": " + wanted + " wanted, " + available + " available");
        this.skuId = skuId;
        this.wanted = wanted;
        this.available = available;
    }

    long skuId() {
        return skuId;
    }

    int wanted() {
        return wanted;
    }

    int available() {
        return available;
    }
}
