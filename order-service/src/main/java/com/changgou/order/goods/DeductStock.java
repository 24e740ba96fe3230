package com.changgou.order.goods;

import java.util.List;

/**
 * Takes pieces out of stock.
 *
 * @param requestId the request that the order is placed for
 * @param lines what to take, one line for each SKU
 */
public record DeductStock(String requestId, List<Line> lines) {

    /**
     * One SKU of the deduction.
     *
     * @param skuId the SKU
     * @param quantity how many pieces
     */
    public record Line(long skuId, int quantity) {}
}
