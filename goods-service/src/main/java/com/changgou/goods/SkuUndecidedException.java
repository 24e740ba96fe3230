package com.changgou.goods;

import org.jspecify.annotations.Nullable;

/** A global transaction that is not decided yet kept the SKU for longer than it is waited for. Nothing was read or changed. */
final class SkuUndecidedException extends RuntimeException {

    private final long skuId;

    SkuUndecidedException(long skuId, @Nullable Throwable cause) {
        super("A transaction that is still open has changed SKU " + skuId, cause);
        this.skuId = skuId;
    }

    long skuId() {
        return skuId;
    }
}
