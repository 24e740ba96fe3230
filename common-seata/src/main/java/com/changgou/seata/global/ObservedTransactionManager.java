package com.changgou.seata.global;

import com.changgou.seata.global.GlobalListener.End;
import java.time.Duration;
import java.util.List;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;

/** A transaction manager that tells listeners what it is asked for, until it is removed. */
final class ObservedTransactionManager implements TransactionManager {

    private final TransactionManager delegate;
    private volatile List<GlobalListener> listeners;

    private ObservedTransactionManager(TransactionManager delegate, List<GlobalListener> listeners) {
        this.delegate = delegate;
        this.listeners = listeners;
    }

    /** Stands before whatever manager Seata uses now. */
    static ObservedTransactionManager install(List<GlobalListener> listeners) {
        ObservedTransactionManager observed = new ObservedTransactionManager(TransactionManagerHolder.get(), listeners);
        TransactionManagerHolder.set(observed);
        return observed;
    }

    /** Somebody who stands before this one keeps it: then it stays, and tells nobody anything. */
    void remove() {
        listeners = List.of();
        if (TransactionManagerHolder.get() == this) {
            TransactionManagerHolder.set(delegate);
        }
    }

    @Override
    public String begin(String applicationId, String transactionServiceGroup, String name, int timeout)
            throws TransactionException {
        return tell(
                () -> delegate.begin(applicationId, transactionServiceGroup, name, timeout),
                (listener, xid, took) -> listener.begun(xid, name, took),
                (listener, failure, took) -> listener.notBegun(name, failure, took));
    }

    @Override
    public GlobalStatus commit(String xid) throws TransactionException {
        return end(xid, End.COMMIT, () -> delegate.commit(xid));
    }

    @Override
    public GlobalStatus rollback(String xid) throws TransactionException {
        return end(xid, End.ROLLBACK, () -> delegate.rollback(xid));
    }

    private GlobalStatus end(String xid, End end, Question<GlobalStatus> question) throws TransactionException {
        return tell(
                question,
                (listener, status, took) -> listener.ended(xid, end, status, took),
                (listener, failure, took) -> listener.notEnded(xid, end, failure, took));
    }

    private <T> T tell(Question<T> question, Telling<T> ofAnswer, Telling<Exception> ofFailure)
            throws TransactionException {
        long asked = System.nanoTime();
        T answer;
        try {
            answer = question.ask();
        } catch (TransactionException | RuntimeException failure) {
            tell(ofFailure, failure, asked);
            throw failure;
        }
        tell(ofAnswer, answer, asked);
        return answer;
    }

    private <T> void tell(Telling<T> telling, T what, long asked) {
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        listeners.forEach(listener -> telling.tell(listener, what, took));
    }

    @Override
    public GlobalStatus getStatus(String xid) throws TransactionException {
        return delegate.getStatus(xid);
    }

    @Override
    public GlobalStatus globalReport(String xid, GlobalStatus globalStatus) throws TransactionException {
        return delegate.globalReport(xid, globalStatus);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws TransactionException;
    }

    @FunctionalInterface
    private interface Telling<T> {
        void tell(GlobalListener listener, T what, Duration took);
    }
}
