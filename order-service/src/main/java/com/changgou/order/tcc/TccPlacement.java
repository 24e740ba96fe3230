package com.changgou.order.tcc;

import com.changgou.order.Order;
import com.changgou.order.OrderPlacement;
import com.changgou.order.PlaceOrder;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.stereotype.Component;

/** Both services try here; the TC confirms both when this returns, and cancels both when it throws. */
@Component
class TccPlacement implements OrderPlacement {

    private final Goods goods;
    private final PendingOrder orders;

    TccPlacement(Goods goods, PendingOrder orders) {
        this.goods = goods;
        this.orders = orders;
    }

    @Override
    public String mode() {
        return "tcc";
    }

    // tag::place[]
    @Override
    @GlobalTransactional(name = "place-order-tcc", rollbackFor = Throwable.class)
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = goods.reserve(request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, RootContext.getXID());
        orders.create(order.orderId(), requestId, order);
        return order;
    }
    // end::place[]
}
