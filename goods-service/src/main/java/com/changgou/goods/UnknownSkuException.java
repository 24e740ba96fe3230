package com.changgou.goods;

final class UnknownSkuException extends RuntimeException {

    private final long skuId;

    UnknownSkuException(long skuId) {
        super("There is no SKU " + skuId);
        this.skuId = skuId;
    }

    long skuId() {
        return skuId;
    }
}
