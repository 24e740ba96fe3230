package com.changgou.order;

import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.stereotype.Component;

/** The protocol, in the order in which it happens. Whatever is thrown in here, both databases go back. */
@Component
class OrderPlacement {

    private final Goods goods;
    private final OrderStore orders;

    OrderPlacement(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    // tag::place[]
    @GlobalTransactional(name = "place-order", rollbackFor = Throwable.class)
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = goods.deduct(request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, RootContext.getXID());
        orders.save(requestId, order);
        return order;
    }
    // end::place[]
}
