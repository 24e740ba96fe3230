package com.changgou.seata.global;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Has Seata's transaction manager observed while the application runs, so not yet when the start-up check asks the TC. */
final class GlobalObserver implements SmartLifecycle {

    private final List<GlobalListener> listeners;
    private volatile @Nullable ObservedTransactionManager observed;

    GlobalObserver(List<GlobalListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void start() {
        if (!listeners.isEmpty()) {
            observed = ObservedTransactionManager.install(listeners);
        }
    }

    @Override
    public void stop() {
        ObservedTransactionManager installed = observed;
        if (installed != null) {
            installed.remove();
            observed = null;
        }
    }

    @Override
    public boolean isRunning() {
        return observed != null;
    }

    /** Before whatever takes requests, and until after it. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
