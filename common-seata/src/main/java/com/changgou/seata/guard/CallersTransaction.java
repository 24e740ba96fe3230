package com.changgou.seata.guard;

import java.util.function.Supplier;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;

/** The global transaction of the thread that hands over work, on the thread that does it: a time limiter has one of its own. */
final class CallersTransaction {

    private CallersTransaction() {}

    static <T> Supplier<T> in(Supplier<T> work) {
        String xid = RootContext.getXID();
        BranchType type = RootContext.getBranchType();
        return () -> {
            if (xid.equals(RootContext.getXID())) {
                return work.get();
            }
            RootContext.bind(xid);
            RootContext.bindBranchType(type);
            try {
                return work.get();
            } finally {
                RootContext.unbindBranchType();
                RootContext.unbind();
            }
        };
    }
}
