package com.changgou.seata.xid;

import java.util.function.Supplier;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;

/** Picks the kind of branch that this thread's local transactions become. AT, where nothing is picked. */
public final class BranchTypes {

    private BranchTypes() {}

    /**
     * Runs a global transaction whose local transactions are XA branches, here and in the services that it calls.
     *
     * @param globalTransaction what begins, and ends, the global transaction
     * @param <T> its result
     * @return its result
     */
    public static <T> T withXa(Supplier<T> globalTransaction) {
        RootContext.bindBranchType(BranchType.XA);
        try {
            return globalTransaction.get();
        } finally {
            RootContext.unbindBranchType();
        }
    }
}
