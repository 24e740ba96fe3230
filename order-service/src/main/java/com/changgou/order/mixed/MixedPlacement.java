package com.changgou.order.mixed;

import com.changgou.order.Order;
import com.changgou.order.OrderPlacement;
import com.changgou.order.OrderStore;
import com.changgou.order.PlaceOrder;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.stereotype.Component;

/** The stock as a TCC branch, the order as an AT branch, in one global transaction. */
@Component
class MixedPlacement implements OrderPlacement {

    private final Goods goods;
    private final OrderStore orders;

    MixedPlacement(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    @Override
    public String mode() {
        return "mixed";
    }

    // tag::place[]
    @Override
    @GlobalTransactional(name = "place-order-mixed", rollbackFor = Throwable.class)
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = goods.reserve(request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, RootContext.getXID());
        orders.save(requestId, order);
        return order;
    }
    // end::place[]
}
