package com.changgou.goods.tcc;

import com.changgou.goods.PricedLine;
import java.util.List;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;

/**
 * Stock as a TCC branch: try freezes it, confirm uses it up, cancel gives it back. Each of the three is one local transaction with
 * the branch's row in {@code tcc_fence_log}, and that makes a cancel without a try, a try after the cancel, and a second confirm
 * or cancel harmless.
 */
@LocalTCC
public interface StockReservation {

    /** The name under which confirm and cancel find the command. */
    String COMMAND = "command";

    /**
     * Try: takes every line out of stock and freezes it, or takes none.
     *
     * @param command the {@link com.changgou.goods.DeductStock}, as JSON: the action context carries it to confirm and cancel
     * @return the lines with their prices
     */
    // tag::action[]
    @TwoPhaseBusinessAction(
            name = "stock-reservation",
            commitMethod = "confirm",
            rollbackMethod = "cancel",
            useTCCFence = true)
    List<PricedLine> reserve(@BusinessActionContextParameter(COMMAND) String command);
    // end::action[]

    /**
     * Uses up what was frozen.
     *
     * @param context of the branch
     * @return true; what fails is thrown, and tried again by the TC
     */
    boolean confirm(BusinessActionContext context);

    /**
     * Gives back what was frozen.
     *
     * @param context of the branch
     * @return true; what fails is thrown, and tried again by the TC
     */
    boolean cancel(BusinessActionContext context);
}
