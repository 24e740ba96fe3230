package com.changgou.order.tcc;

import com.changgou.order.Order;
import com.changgou.order.OrderStore;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.springframework.stereotype.Component;

/** Runs inside the local transactions that Seata's fence opens. */
@Component
class TccOrder implements PendingOrder {

    private final OrderStore orders;

    TccOrder(OrderStore orders) {
        this.orders = orders;
    }

    /** The parameter's annotation stands here too: Seata reads it from the class, not from the interface. */
    @Override
    public void create(@BusinessActionContextParameter(ORDER_ID) String orderId, String requestId, Order order) {
        orders.savePending(requestId, order);
    }

    @Override
    public boolean confirm(BusinessActionContext context) {
        orders.confirm(orderId(context));
        return true;
    }

    @Override
    public boolean cancel(BusinessActionContext context) {
        orders.remove(orderId(context));
        return true;
    }

    private static String orderId(BusinessActionContext context) {
        String orderId = context.getActionContext(ORDER_ID, String.class);
        if (orderId == null) {
            throw new IllegalStateException("Branch " + context.getBranchId() + " does not say which order it wrote");
        }
        return orderId;
    }
}
