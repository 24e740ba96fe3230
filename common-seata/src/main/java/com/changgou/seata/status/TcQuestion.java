package com.changgou.seata.status;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.seata.common.DefaultValues;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.tm.TransactionManagerHolder;

/**
 * Asks the TC something that changes nothing, on the TM's connection and, where there is an AT resource, on the RM's: a connection
 * that is merely open has not shown that somebody answers.
 */
final class TcQuestion implements Callable<GlobalStatus> {

    /** No TC has given it to anybody. */
    private static final String NO_XID = "0.0.0.0:0:0";

    private static final String NO_ROW = DefaultValues.DEFAULT_TRANSACTION_UNDO_LOG_TABLE + ":0";

    private final Supplier<? extends Collection<String>> atResources;

    TcQuestion(Supplier<? extends Collection<String>> atResources) {
        this.atResources = atResources;
    }

    @Override
    public GlobalStatus call() throws TransactionException {
        GlobalStatus status = TransactionManagerHolder.get().getStatus(NO_XID);
        Optional<String> resource = atResources.get().stream().findFirst();
        if (resource.isPresent()) {
            askForLock(resource.get());
        }
        return status;
    }

    private static void askForLock(String resource) throws TransactionException {
        RootContext.bindGlobalLockFlag();
        try {
            DefaultResourceManager.get().lockQuery(BranchType.AT, resource, RootContext.getXID(), NO_ROW);
        } finally {
            RootContext.unbindGlobalLockFlag();
        }
    }
}
