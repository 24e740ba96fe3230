package com.changgou.order.at;

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

/** The protocol, in the order in which it happens. Seata undoes what both services have written: the code carries one annotation. */
@Component
class AtPlacement implements OrderPlacement {

    private final Goods goods;
    private final OrderStore orders;

    AtPlacement(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    @Override
    public String mode() {
        return "at";
    }

    // tag::place[]
    @Override
    @GlobalTransactional(name = "place-order", rollbackFor = Throwable.class)
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = goods.deduct(request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, RootContext.getXID());
        orders.save(requestId, order);
        return order;
    }
    // end::place[]
}
