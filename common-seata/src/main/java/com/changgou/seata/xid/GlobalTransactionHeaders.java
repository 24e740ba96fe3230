package com.changgou.seata.xid;

import java.util.function.BiConsumer;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;

/** What a call carries so that it takes part in the caller's global transaction: the XID, and the branch type where it is XA. */
final class GlobalTransactionHeaders {

    private GlobalTransactionHeaders() {}

    /** Names and values for a call of this thread; none outside a global transaction. */
    static void write(BiConsumer<String, String> headers) {
        String xid = RootContext.getXID();
        if (xid == null) {
            return;
        }
        headers.accept(RootContext.KEY_XID, xid);
        if (RootContext.getBranchType() == BranchType.XA) {
            headers.accept(RootContext.KEY_BRANCH_TYPE, BranchType.XA.name());
        }
    }
}
