package com.changgou.order.tcc;

import com.changgou.order.Order;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;

/**
 * An order as a TCC branch: try writes it as pending, confirm makes it placed, cancel removes it. Each of the three is one local
 * transaction with the branch's row in {@code tcc_fence_log}.
 */
@LocalTCC
public interface PendingOrder {

    /** The name under which confirm and cancel find the order. */
    String ORDER_ID = "orderId";

    /**
     * Try: writes the order as pending.
     *
     * @param orderId the order's id, which the action context carries to confirm and cancel
     * @param requestId the request that it is placed for
     * @param order what to write
     */
    @TwoPhaseBusinessAction(
            name = "pending-order",
            commitMethod = "confirm",
            rollbackMethod = "cancel",
            useTCCFence = true)
    void create(@BusinessActionContextParameter(ORDER_ID) String orderId, String requestId, Order order);

    /**
     * Makes the order a placed one, and writes the task for its points.
     *
     * @param context of the branch
     * @return true; what fails is thrown, and tried again by the TC
     */
    boolean confirm(BusinessActionContext context);

    /**
     * Removes the order.
     *
     * @param context of the branch
     * @return true; what fails is thrown, and tried again by the TC
     */
    boolean cancel(BusinessActionContext context);
}
