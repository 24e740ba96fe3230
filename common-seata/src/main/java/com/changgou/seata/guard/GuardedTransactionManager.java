package com.changgou.seata.guard;

import com.changgou.seata.guard.GuardProperties.Enlistment;
import com.changgou.seata.guard.OpenTransaction.Failure;
import com.changgou.seata.outcome.UnexpectedGlobalRollbackException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.seata.core.exception.TmTransactionException;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Seata's transaction manager, which does not commit what has failed, and not what is empty: it rolls that back and says so. It stands below
 * {@code @GlobalTransactional} and below Seata's API, so both are guarded.
 */
final class GuardedTransactionManager implements TransactionManager, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(GuardedTransactionManager.class);

    /** Seata's own look for a TC that is back ({@code client.tm.degradeCheck}) begins and commits nothing. */
    private static final String DEGRADE_CHECK = "degradeCheck";

    /**
     * Seata asks five times for a commit that fails, at once, and does not say which time is the last. Far more than can be in between; one
     * that is forgotten too early is asked of the TC, which no longer knows it, and comes out as unknown.
     */
    private static final int REMEMBERED = 1000;

    private static final Set<GlobalStatus> ROLLED_BACK = Set.of(
            GlobalStatus.Rollbacked,
            GlobalStatus.TimeoutRollbacked,
            GlobalStatus.Finished,
            GlobalStatus.Rollbacking,
            GlobalStatus.RollbackRetrying,
            GlobalStatus.TimeoutRollbacking,
            GlobalStatus.TimeoutRollbackRetrying);

    private final OpenTransactions transactions;
    private final Enlistment enlistment;
    private final List<GuardListener> listeners;

    private final Map<String, Refusal> refused = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Refusal> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** The manager whose place this one has taken; null before that. */
    private volatile @Nullable TransactionManager delegate;

    private volatile boolean running;

    GuardedTransactionManager(
            OpenTransactions transactions, GuardProperties properties, List<GuardListener> listeners) {
        this.transactions = transactions;
        this.enlistment = properties.enlistment();
        this.listeners = listeners;
    }

    /** A commit that is not to be: why, and how its rollback ended, or null as long as the TC has not answered that. */
    private record Refusal(Throwable objection, @Nullable TmTransactionException end) {}

    /** Takes the place of the manager that is there. */
    @Override
    public void start() {
        if (delegate == null) {
            delegate = TransactionManagerHolder.get();
            TransactionManagerHolder.set(this);
        }
        running = true;
    }

    /** Somebody who came later keeps the place, and this one passes on what begins from now on. */
    @Override
    public void stop() {
        running = false;
        if (TransactionManagerHolder.get() == this) {
            TransactionManagerHolder.set(delegate());
            delegate = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before whatever takes requests, and outside of whoever observes: a refused commit is heard of as the rollback that it is. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }

    private TransactionManager delegate() {
        return Objects.requireNonNull(delegate, "not started");
    }

    @Override
    public String begin(String applicationId, String transactionServiceGroup, String name, int timeout)
            throws TransactionException {
        String xid = delegate().begin(applicationId, transactionServiceGroup, name, timeout);
        if (running) {
            transactions.begun(xid, name, Duration.ofMillis(timeout));
        }
        return xid;
    }

    @Override
    public GlobalStatus commit(String xid) throws TransactionException {
        Refusal refusal = refused.get(xid);
        if (refusal == null) {
            Throwable objection = objection(xid);
            if (objection == null) {
                return delegate().commit(xid);
            }
            refusal = new Refusal(objection, null);
        }
        if (refusal.end() == null) {
            refused.put(xid, refusal);
            refusal = new Refusal(refusal.objection(), rollBack(xid, refusal.objection()));
            refused.put(xid, refusal);
        }
        throw refusal.end();
    }

    @Override
    public GlobalStatus rollback(String xid) throws TransactionException {
        transactions.ended(xid);
        return delegate().rollback(xid);
    }

    @Override
    public GlobalStatus getStatus(String xid) throws TransactionException {
        return delegate().getStatus(xid);
    }

    @Override
    public GlobalStatus globalReport(String xid, GlobalStatus globalStatus) throws TransactionException {
        transactions.ended(xid);
        return delegate().globalReport(xid, globalStatus);
    }

    /** Decided once: what is asked again is either refused or not known here any more. */
    private @Nullable Throwable objection(String xid) {
        OpenTransaction transaction = transactions.ended(xid);
        if (transaction == null) {
            return null;
        }
        Failure failure = transaction.failure();
        if (failure != null) {
            listeners.forEach(listener -> listener.failureSwallowed(xid, transaction.name(), failure.cause()));
            if (failure.decides()) {
                return failure.cause();
            }
            log.warn("Global transaction {} is committed, and part of it failed", xid, failure.cause());
        }
        if (enlistment.emptyCommit() == GuardMode.OFF || !isEmpty(transaction)) {
            return null;
        }
        listeners.forEach(listener -> listener.commitEmpty(xid, transaction.name()));
        BranchNotEnlistedException empty = BranchNotEnlistedException.ofAll(xid, transaction.name());
        if (enlistment.emptyCommit() == GuardMode.FAIL) {
            return empty;
        }
        log.warn(empty.getMessage());
        return null;
    }

    private boolean isEmpty(OpenTransaction transaction) {
        String name = String.valueOf(transaction.name());
        return transaction.branches().isEmpty()
                && !DEGRADE_CHECK.equals(name)
                && !enlistment.mayBeEmpty().contains(name);
    }

    /**
     * No commit was ever asked for; but as with any rollback of Seata's that fails, some of the changes may stay.
     *
     * @throws TransactionException if the TC has not answered: Seata asks for the commit again, and so for this rollback
     */
    private TmTransactionException rollBack(String xid, Throwable objection) throws TransactionException {
        GlobalStatus status = delegate().rollback(xid);
        return ROLLED_BACK.contains(status)
                ? new TmTransactionException(
                        TransactionExceptionCode.GlobalTransactionNotActive,
                        objection.getMessage(),
                        new UnexpectedGlobalRollbackException(xid, objection))
                : new TmTransactionException(
                        TransactionExceptionCode.GlobalTransactionStatusInvalid,
                        "Global transaction " + xid + " is not to be committed, and its rollback ended as " + status,
                        objection);
    }
}
