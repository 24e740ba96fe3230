package com.changgou.order.xa;

import com.changgou.order.Order;
import com.changgou.order.OrderStore;
import com.changgou.order.PlaceOrder;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.stereotype.Component;

/** Both databases prepare here; the TC has both commit when this returns, and roll back when it throws. */
@Component
class XaTransaction {

    private final Goods goods;
    private final OrderStore orders;

    XaTransaction(Goods goods, OrderStore orders) {
        this.goods = goods;
        this.orders = orders;
    }

    // tag::place[]
    @GlobalTransactional(name = "place-order-xa", rollbackFor = Throwable.class)
    public Order place(String requestId, PlaceOrder request) {
        List<PricedLine> lines = goods.deductInXa(request.deduction(requestId));
        Order order = Order.placed(request.userId(), lines, RootContext.getXID());
        orders.save(requestId, order);
        return order;
    }
    // end::place[]
}
