package com.changgou.seata.xid;

import feign.Capability;
import feign.RetryableException;
import feign.Retryer;
import org.apache.seata.core.context.RootContext;

/**
 * Keeps Feign from repeating a call inside a global transaction: the second call would be a second branch, and both would
 * be committed. Public because Feign calls it by reflection.
 */
public final class NoRetryInGlobalTransaction implements Capability {

    NoRetryInGlobalTransaction() {}

    @Override
    public Retryer enrich(Retryer retryer) {
        return new OutsideGlobalTransactionOnly(retryer);
    }

    private record OutsideGlobalTransactionOnly(Retryer delegate) implements Retryer {

        @Override
        public void continueOrPropagate(RetryableException failure) {
            if (RootContext.inGlobalTransaction()) {
                throw failure;
            }
            delegate.continueOrPropagate(failure);
        }

        @Override
        @SuppressWarnings("MethodDoesntCallSuperMethod")
        public Retryer clone() {
            return new OutsideGlobalTransactionOnly(delegate.clone());
        }
    }
}
