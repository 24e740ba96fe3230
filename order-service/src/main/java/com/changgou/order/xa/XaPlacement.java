package com.changgou.order.xa;

import com.changgou.order.Order;
import com.changgou.order.OrderPlacement;
import com.changgou.order.PlaceOrder;
import com.changgou.seata.xid.BranchTypes;
import org.springframework.stereotype.Component;

/** Makes XA branches of the local transactions, here and in the goods service, before the global transaction begins. */
@Component
class XaPlacement implements OrderPlacement {

    private final XaTransaction transaction;

    XaPlacement(XaTransaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public String mode() {
        return "xa";
    }

    @Override
    public Order place(String requestId, PlaceOrder request) {
        return BranchTypes.withXa(() -> transaction.place(requestId, request));
    }
}
