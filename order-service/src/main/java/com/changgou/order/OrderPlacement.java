package com.changgou.order;

/** Places an order in a global transaction. Whatever is thrown in there, both databases go back. One for each mode. */
public interface OrderPlacement {

    /**
     * How an order and its stock are kept together: the branches that the two services contribute to the global transaction. In
     * {@code at} both are AT branches, in {@code tcc} TCC branches and in {@code xa} XA branches; in {@code mixed} the order is an AT
     * branch and the stock a TCC branch.
     *
     * @return the mode's name, as {@code ?mode=} has it, in lower case; no other placement has it
     */
    String mode();

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
