package com.changgou.goods;

/** A stock keeping unit; {@code price} in minor currency units, {@code stock} in pieces. */
record Sku(long id, String name, long price, int stock) {}
