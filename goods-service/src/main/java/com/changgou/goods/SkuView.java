package com.changgou.goods;

/** A SKU as clients see it; {@code price} in minor currency units, {@code stock} in pieces. */
record SkuView(long skuId, String name, long price, int stock) {

    static SkuView of(Sku sku) {
        return new SkuView(sku.id(), sku.name(), sku.price(), sku.stock());
    }
}
