package com.changgou.order;

/** Places an order in a global transaction. Whatever is thrown in there, both databases go back. One for each mode. */
public interface OrderPlacement {

    /**
     * The mode of this placement.
     *
     * @return its mode
     */
    Mode mode();

    /**
     * Deducts the stock and writes the order, in both databases or in neither.
     *
     * @param requestId the client's Idempotency-Key, or one that was made up
     * @param request what is ordered
     * @return the order
     * @throws com.changgou.order.goods.GoodsRefusedException if the goods service decided against it
     * @throws com.changgou.order.goods.GoodsUnavailableException if it did not decide, or its answer is lost
     */
    Order place(String requestId, PlaceOrder request);
}
