package com.changgou.baseline;

import com.changgou.order.Order;
import com.changgou.order.OrderPlacement;
import com.changgou.order.OrderStore;
import com.changgou.order.PlaceOrder;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;

/**
 * The steps of AT without a global transaction: two local transactions and the call between them. Not atomic: what was deducted
 * stays so when the order cannot be written.
 */
class LocalPlacement implements OrderPlacement {

    /** In place of an XID, which the order's row must have. */
    static final String NO_XID = "local:";

    private final Goods goods;
    private final OrderStore orders;

    LocalPlacement(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    @Override
    public String mode() {
        return "local";
    }

    @Override
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = goods.deduct(request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, NO_XID + requestId);
        orders.save(requestId, order);
        return order;
    }
}
