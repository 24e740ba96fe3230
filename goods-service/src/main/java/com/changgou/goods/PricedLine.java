package com.changgou.goods;

/** What was taken, and the price of one piece in minor currency units. */
record PricedLine(long skuId, int quantity, long price) {}
