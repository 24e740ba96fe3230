package com.changgou.baseline;

import com.changgou.order.Order;
import com.changgou.order.OrderPlacement;
import com.changgou.order.OrderStore;
import com.changgou.order.PlaceOrder;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;

/** As {@link LocalPlacement}, and as little atomic, with a call for each line: what {@link AtSplitPlacement} is measured against. */
class LocalSplitPlacement implements OrderPlacement {

    private final Goods goods;
    private final OrderStore orders;

    LocalSplitPlacement(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    @Override
    public String mode() {
        return "local-split";
    }

    @Override
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = SplitDeduction.deduct(goods, request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, LocalPlacement.NO_XID + requestId);
        orders.save(requestId, order);
        return order;
    }
}
