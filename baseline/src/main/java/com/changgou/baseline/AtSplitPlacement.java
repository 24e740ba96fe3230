package com.changgou.baseline;

import com.changgou.order.Order;
import com.changgou.order.OrderPlacement;
import com.changgou.order.OrderStore;
import com.changgou.order.PlaceOrder;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;

/** AT with a call, and so with a branch, for each line: the order's branch is one more. Atomic, as every mode of the service. */
class AtSplitPlacement implements OrderPlacement {

    private final Goods goods;
    private final OrderStore orders;

    AtSplitPlacement(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    @Override
    public String mode() {
        return "at-split";
    }

    @Override
    @GlobalTransactional(name = "place-order-split", rollbackFor = Throwable.class)
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = SplitDeduction.deduct(goods, request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, RootContext.getXID());
        orders.save(requestId, order);
        return order;
    }
}
