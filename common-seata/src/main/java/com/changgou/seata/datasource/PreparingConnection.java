package com.changgou.seata.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.datasource.xa.ConnectionProxyXA;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.jspecify.annotations.Nullable;

/**
 * An XA branch's connection. It prepares when the local transaction commits: Seata 2.5 prepares when the connection is closed (since
 * upstream #7102), Spring swallows what fails there, the call succeeds, and the global transaction commits without this branch (#7975).
 *
 * <p>No branch stays prepared that the TC does not know: it is not told that a branch has failed which may be prepared, nor that one is
 * rolled back which could be prepared again after a crash.
 */
final class PreparingConnection extends ConnectionProxyXA {

    /** With these a database says that it has not prepared, {@link XAException#XA_RBBASE} and its like apart. */
    private static final Set<Integer> REFUSALS =
            Set.of(XAException.XAER_NOTA, XAException.XAER_INVAL, XAException.XAER_PROTO);

    /** MariaDB's own syntax: one statement, whose commit is one that the log is written for, and which leaves nothing. */
    private static final String DURABLE_COMMIT = """
            BEGIN NOT ATOMIC
              DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
              START TRANSACTION;
              INSERT INTO undo_log (xid, branch_id, context, rollback_info, log_status, log_created, log_modified)
                VALUES (?, ?, 'xa-rollback', '', 1, now(6), now(6));
              DELETE FROM undo_log WHERE xid = ? AND branch_id = ?;
              COMMIT;
            END""";

    private volatile boolean prepared;

    PreparingConnection(Connection connection, XAConnection xaConnection, DataSourceProxyXA proxy) {
        super(connection, xaConnection, proxy, RootContext.getXID());
    }

    @Override
    public void init() {
        super.init();
        xaResource = doubting(xaResource);
    }

    boolean isPrepared() {
        return prepared;
    }

    /** Seata would run the next statements outside of every branch. */
    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (prepared && !autoCommit) {
            throw new SQLException(
                    "This connection's XA branch is prepared: under XA, one connection is one local transaction");
        }
        super.setAutoCommit(autoCommit);
    }

    @Override
    public void commit() throws SQLException {
        super.commit();
        try {
            prepare();
        } catch (SQLException notPrepared) {
            giveUp(notPrepared);
            throw notPrepared;
        }
    }

    /** Seata's close prepares and then closes; whoever began the local transaction still needs the connection. */
    private void prepare() throws SQLException {
        Connection pooled = originalConnection;
        originalConnection = withoutClose(pooled);
        try {
            super.close();
        } catch (UnansweredException doubt) {
            throw new SQLException(
                    "It is not known whether the XA branch of " + xid + " is prepared", doubt.getCause());
        } finally {
            originalConnection = pooled;
        }
        prepared = true;
    }

    @Override
    public void xaRollback(String xid, long branchId, String applicationData) throws XAException {
        super.xaRollback(xid, branchId, applicationData);
        if (shouldBeHeld()) {
            makeDurable(xid, branchId);
        }
    }

    /**
     * MariaDB (11.4) answers XA ROLLBACK before it has written its log: killed then, it has the branch prepared again. MySQL (9.7) does
     * not. A commit that is durable makes everything before it so.
     */
    private void makeDurable(String xid, long branchId) throws XAException {
        try (PreparedStatement commit = originalConnection.prepareStatement(DURABLE_COMMIT)) {
            commit.setString(1, xid);
            commit.setLong(2, branchId);
            commit.setString(3, xid);
            commit.setLong(4, branchId);
            commit.execute();
        } catch (SQLException failed) {
            XAException notDurable = new XAException("The rollback may not be durable: " + failed.getMessage());
            notDurable.errorCode = XAException.XAER_RMFAIL;
            notDurable.initCause(failed);
            throw notDurable;
        }
    }

    /** Ends the database's session, which may still have the branch on it, and gives the connection back to its pool. */
    void giveUp() throws SQLException {
        closeForce();
    }

    private void giveUp(SQLException cause) {
        try {
            giveUp();
        } catch (SQLException | RuntimeException failed) {
            cause.addSuppressed(failed);
        }
    }

    /**
     * Seata reports each PREPARE that ends in an exception as failed, also where only the answer was lost. The TC would then not ask for
     * the branch again, and what is prepared would keep its rows locked until somebody finds it.
     */
    private static XAResource doubting(XAResource resource) {
        return proxy(XAResource.class, (method, arguments) -> {
            try {
                return invoke(method, resource, arguments);
            } catch (XAException failed) {
                throw method.getName().equals("prepare") && !isRefusal(failed)
                        ? new UnansweredException(failed)
                        : failed;
            }
        });
    }

    private static boolean isRefusal(XAException failed) {
        boolean rolledBack = failed.errorCode >= XAException.XA_RBBASE && failed.errorCode <= XAException.XA_RBEND;
        return rolledBack || REFUSALS.contains(failed.errorCode);
    }

    private static Connection withoutClose(Connection connection) {
        return proxy(
                Connection.class,
                (method, arguments) -> method.getName().equals("close") ? null : invoke(method, connection, arguments));
    }

    private interface Call {

        @Nullable
        Object on(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.on(method, arguments)));
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getTargetException();
        }
    }

    /** Not an {@link XAException}, which Seata would report to the TC. */
    private static final class UnansweredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnansweredException(XAException cause) {
            super(cause);
        }
    }
}
