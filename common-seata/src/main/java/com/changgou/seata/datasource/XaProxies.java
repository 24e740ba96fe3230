package com.changgou.seata.datasource;

import com.alibaba.druid.pool.DruidDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.util.XAUtils;
import org.apache.seata.rm.datasource.xa.ConnectionProxyXA;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.apache.seata.rm.datasource.xa.ResourceManagerXA;
import org.apache.seata.rm.datasource.xa.XAXid;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** Makes XA proxies that leave AT working beside them, on MySQL and on MariaDB. */
final class XaProxies {

    /** As many branches are finished at once; the others wait for one of these, not for phase one's connections. */
    private static final int PHASE_TWO_CONNECTIONS = 4;

    /** Seconds. */
    private static final int VALID_WITHIN = 1;

    private XaProxies() {}

    static TwoPoolXaProxy around(DruidDataSource dataSource) {
        TwoPoolXaProxy proxy = new TwoPoolXaProxy(dataSource, phaseTwoPool(dataSource));
        // Its constructor made XA the process's default: from then on AT statements would run unseen.
        RootContext.setDefaultBranchType(BranchType.AT);
        if (isMariaDb(dataSource)) {
            hold(proxy);
        }
        return proxy;
    }

    private static DruidDataSource phaseTwoPool(DruidDataSource phaseOne) {
        DruidDataSource phaseTwo = phaseOne.cloneDruidDataSource();
        phaseTwo.setName("xa-phase-two");
        phaseTwo.setInitialSize(0);
        phaseTwo.setMinIdle(0);
        phaseTwo.setMaxActive(PHASE_TWO_CONNECTIONS);
        return phaseTwo;
    }

    private static boolean isMariaDb(DataSource dataSource) {
        try {
            return JdbcUtils.extractDatabaseMetaData(
                    dataSource, metaData -> metaData.getDatabaseProductVersion().contains("MariaDB"));
        } catch (MetaDataAccessException unreachable) {
            throw new StartupCheckException(
                    "The database's version cannot be read: " + unreachable.getMessage(),
                    "Check that the database runs and that its URL and user are right.",
                    unreachable);
        }
    }

    /**
     * On MariaDB a prepared branch belongs to its connection for as long as that is open. Seata tells by the version number, takes
     * it for a MySQL that detaches prepared branches, and the connection's next branch fails.
     */
    private static void hold(DataSourceProxyXA proxy) {
        proxy.setShouldBeHeld(true);
        ((ResourceManagerXA) DefaultResourceManager.get().getResourceManager(BranchType.XA))
                .initXaTwoPhaseTimeoutChecker();
    }

    /** Phase two takes no connection from phase one: those who wait there for a row wait for phase two. */
    static final class TwoPoolXaProxy extends DataSourceProxyXA implements AutoCloseable {

        /** Null while the constructor above this one runs, which has told the TC of this resource already. */
        private final @Nullable DruidDataSource phaseTwo;

        TwoPoolXaProxy(DruidDataSource phaseOne, DruidDataSource phaseTwo) {
            super(phaseOne);
            this.phaseTwo = phaseTwo;
        }

        /**
         * Not the AT resource's name, as Seata has it: as soon as that one is known to the TC it sends XA branches here to be
         * finished, too, and gives up for ever (RollbackFailed, the branch stays prepared) when there is no XA resource yet.
         */
        @Override
        public String getResourceId() {
            return super.getResourceId() + "#xa";
        }

        @Override
        protected Connection getConnectionProxy(Connection connection) throws SQLException {
            return RootContext.inGlobalTransaction() ? branch(connection) : connection;
        }

        @Override
        protected Connection getConnectionProxyXA() throws SQLException {
            if (phaseTwo == null) {
                throw new SQLException("Still starting: the TC will try again");
            }
            return branch(phaseTwo.getConnection());
        }

        /**
         * A held connection that died is given up for another one (upstream #4167): what it has prepared is still there. One that
         * still works is left alone: Seata would end and prepare its branch under its hands, undo that, and commit each later
         * statement by itself. Another connection does not know the branch, the TC asks again, and the work is refused at its end.
         */
        @Override
        public ConnectionProxyXA getConnectionForXAFinish(XAXid branch) throws SQLException {
            ConnectionProxyXA connection = super.getConnectionForXAFinish(branch);
            if (!connection.isHeld()) {
                return connection;
            }
            PreparingConnection held = (PreparingConnection) connection;
            if (!held.getWrappedConnection().isValid(VALID_WITHIN)) {
                held.giveUp();
                return (ConnectionProxyXA) getConnectionProxyXA();
            }
            return held.isPrepared() ? held : (ConnectionProxyXA) getConnectionProxyXA();
        }

        @Override
        public void close() {
            phaseTwo.close();
        }

        private Connection branch(Connection connection) throws SQLException {
            try {
                ConnectionProxyXA branch = new PreparingConnection(
                        connection, XAUtils.createXAConnection(connection.unwrap(Connection.class), this), this);
                branch.init();
                return branch;
            } catch (SQLException | RuntimeException failed) {
                connection.close();
                throw failed;
            }
        }
    }
}
