package com.changgou.seata.datasource;

import com.changgou.seata.outcome.CoordinatorUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.exec.LockWaitTimeoutException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.QueryTimeoutException;

/**
 * Tells rows that are decided from rows of phase one, which everybody can see and a rollback may still take away.
 *
 * <p>A global transaction holds its global locks until it is committed, or until its rows are undone. So a row that is locked in
 * the database by the one who asks, and is under no global lock, stays.
 */
public class GlobalLocks {

    private final DataSource dataSource;
    private final LockWait lockWait;

    GlobalLocks(DataSource dataSource, LockWait lockWait) {
        this.dataSource = dataSource;
        this.lockWait = lockWait;
    }

    /**
     * Asks the TC, in one call, whether none of these rows is under a global lock. Whoever asks must hold the rows' database
     * locks ({@code SELECT … FOR UPDATE}): otherwise a rollback may pass between the answer and what is made of it.
     *
     * @param table the table's name, as the statements write it
     * @param keys the values of its primary key, one for each row
     * @return whether all of them are decided
     * @throws CoordinatorUnavailableException if the TC does not answer: nothing is known then
     * @throws IllegalStateException if the data source is not proxied: its rows are never under a global lock
     */
    public boolean areFree(String table, Collection<?> keys) {
        String lockKeys = keys.stream().map(String::valueOf).collect(Collectors.joining(",", table + ":", ""));
        RootContext.bindGlobalLockFlag();
        try {
            return DefaultResourceManager.get().lockQuery(BranchType.AT, resourceId(), RootContext.getXID(), lockKeys);
        } catch (TransactionException unanswered) {
            throw new CoordinatorUnavailableException(unanswered);
        } finally {
            RootContext.unbindGlobalLockFlag();
        }
    }

    /**
     * Waits until none of these rows is under a global lock, as long as an AT branch would. For what writes rows that AT branches
     * write too, and is no AT branch itself: an AT rollback would find such a row dirty. As above, whoever asks holds the rows.
     *
     * @param table the table's name, as the statements write it
     * @param keys the values of its primary key, one for each row
     * @throws QueryTimeoutException if one of them stays under a global lock
     * @throws CoordinatorUnavailableException if the TC does not answer
     */
    public void requireFree(String table, Collection<?> keys) {
        RetryTemplate retry = new RetryTemplate(RetryPolicy.builder()
                .includes(LockedException.class)
                .maxRetries(lockWait.times())
                .delay(lockWait.interval())
                .build());
        try {
            retry.execute(() -> {
                if (!areFree(table, keys)) {
                    throw new LockedException(table, keys);
                }
                return null;
            });
        } catch (RetryException stopped) {
            if (stopped.getCause() instanceof LockedException locked) {
                throw new QueryTimeoutException(locked.getMessage(), locked);
            }
            throw stopped.getCause() instanceof RuntimeException failed
                    ? failed
                    : new IllegalStateException(stopped.getCause());
        }
    }

    /**
     * Whether a statement was given up because a row stayed under a global lock, as under {@code @GlobalLock}. Seata's own exception has
     * neither an SQL state nor an error code, so Spring knows it as uncategorized.
     *
     * @param failure what Spring made of the driver's exception
     * @return true where a global lock was not given in time, and nothing else was wrong
     */
    public static boolean waitedInVain(NestedRuntimeException failure) {
        return failure.contains(LockWaitTimeoutException.class);
    }

    private String resourceId() {
        return AtResources.idOf(dataSource)
                .orElseThrow(() -> new IllegalStateException(
                        "The data source is not wrapped in Seata's DataSourceProxy: no row of it is ever under"
                                + " a global lock, so whether one is decided cannot be told"));
    }

    /**
     * How a global lock is waited for.
     *
     * @param interval between two questions
     * @param times how often it is asked again
     */
    record LockWait(Duration interval, int times) {}

    private static final class LockedException extends RuntimeException {

        LockedException(String table, Collection<?> keys) {
            super("Under a global lock: " + table + " " + keys);
        }
    }
}
