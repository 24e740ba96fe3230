package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.seata.CommonSeataProperties.DataSourceProxySettings;
import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.datasource.LocalResourceManager.Branch;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.spring.annotation.datasource.SeataAutoDataSourceProxyCreator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invariant: however data sources are put together, a local transaction is one branch of the database that it changed, writes one
 * row of undo log there, and can be undone.
 */
class DataSourceProxyPostProcessorTests {

    private static final String XID = "127.0.0.2:8091:7";
    private static final String SKU = "CREATE TABLE sku (id BIGINT PRIMARY KEY, stock INT)";

    private final LocalResourceManager tc = LocalResourceManager.inPlace();
    private final MySqlLookalike east = withOneSku("east");
    private final MySqlLookalike west = withOneSku("west");
    private final DataSourceProxyPostProcessor processor = PostProcessors.proxying();

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @AfterEach
    void forget() {
        RootContext.unbind();
        tc.close();
    }

    @Test
    void poolIsWrapped() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(east);

            requireOneBranchInEach(processed(processor, pool), east);
        }
    }

    @Test
    void twoPoolsAreTwoResources() throws Exception {
        requireOneBranchInEach(processed(processor, east), east);
        requireOneBranchInEach(processed(processor, west), west);

        assertThat(tc.getManagedResources()).containsOnlyKeys(east.resourceId(), west.resourceId());
    }

    /** Red around the router: phase two asks the default target for the undo log of the other one. */
    @Test
    void targetsOfARouterAreWrappedAndTheRouterIsNot() throws Exception {
        Router router = new Router(east, west);

        assertThat(processed(processor, router)).isSameAs(router);

        requireOneBranchInEach(router, east);
        router.key = "west";
        requireOneBranchInEach(router, west);
        assertThat(router.getResolvedDefaultDataSource())
                .as("the same pool")
                .isSameAs(router.getResolvedDataSources().get("east"));
    }

    /** Red with a proxy around both: the branch is registered twice, and the undo log is written through the inner proxy. */
    @Test
    void routerOfWrappedPoolsIsLeftAlone() throws Exception {
        Router router = new Router(processed(processor, east), processed(processor, west));
        Map<Object, DataSource> targets = router.getResolvedDataSources();

        assertThat(processed(processor, router)).isSameAs(router);

        assertThat(router.getResolvedDataSources()).isEqualTo(targets);
        requireOneBranchInEach(router, east);
    }

    @Test
    void delegateAroundARouterIsNotWrappedEither() throws Exception {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(new Router(east, west));

        assertThat(processed(processor, lazy)).isSameAs(lazy);

        assertThat(AtResources.idsOf(lazy)).containsExactlyInAnyOrder(east.resourceId(), west.resourceId());
        requireOneBranchInEach(lazy, east);
    }

    @Test
    void subclassThatSetsItsOwnTargetsWhenItIsReadyKeepsTheProxies() {
        AbstractRoutingDataSource router = new AbstractRoutingDataSource() {
            @Override
            public void afterPropertiesSet() {
                setTargetDataSources(Map.of("east", east));
                super.afterPropertiesSet();
            }

            @Override
            protected Object determineCurrentLookupKey() {
                return "east";
            }
        };
        router.afterPropertiesSet();

        processed(processor, router);

        assertThat(router.getResolvedDataSources().get("east")).isInstanceOf(DataSourceProxy.class);
    }

    @Test
    void routerThatShowsNoTargetsIsRefused() {
        Router router = new Router(Map.of(), null);

        assertThatThrownBy(() -> processed(processor, router))
                .isInstanceOf(StartupCheckException.class)
                .hasMessageContaining("Routing data source 'dataSource'")
                .hasMessageContaining("shows no targets");
    }

    /** As MyBatis-Plus' dynamic data source is, which wraps its targets itself. */
    @Test
    void routerOfAnotherKindAroundWrappedPoolsIsLeftAlone() throws Exception {
        DataSource wrapped = new DataSourceProxy(east);
        DataSource router = new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return wrapped.getConnection();
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        };

        assertThat(processed(processor, router)).isSameAs(router);

        requireOneBranchInEach(router, east);
    }

    @Test
    void proxyOfTheServiceIsLeftAlone() throws Exception {
        DataSourceProxy own = new DataSourceProxy(east);

        assertThat(processed(processor, own)).isSameAs(own);

        requireOneBranchInEach(own, east);
    }

    @Test
    void whatSeatasAutoProxyHasWrappedIsLeftAlone() throws Exception {
        DataSource seatas = processed(seatasAutoProxy(), east);

        assertThat(processed(processor, seatas)).isSameAs(seatas);

        requireOneBranchInEach(seatas, east);
    }

    @Test
    void seatasAutoProxyAfterwardsAddsNoBranch() throws Exception {
        requireOneBranchInEach(processed(seatasAutoProxy(), processed(processor, east)), east);
    }

    @Test
    void excludedDataSourceIsLeftAlone() {
        DataSourceProxyPostProcessor excluding =
                new DataSourceProxyPostProcessor(new DataSourceProxySettings(true, false, Set.of("dataSource")));
        MySqlLookalike withoutUndoLog = new MySqlLookalike("reports");

        assertThat(processed(excluding, withoutUndoLog)).isSameAs(withoutUndoLog);
    }

    @Test
    void globalLocksOfARouterAreThoseOfTheConnectionInUse() {
        Router router = new Router(east, west);
        processed(processor, router);
        router.key = "west";

        new TransactionTemplate(new JdbcTransactionManager(router)).executeWithoutResult(transaction -> {
            router.key = "east";
            assertThat(AtResources.idOf(router)).contains(west.resourceId());
        });
    }

    private void requireOneBranchInEach(DataSource dataSource, MySqlLookalike changed) throws Exception {
        tc.branches().clear();
        RootContext.bind(XID);
        new TransactionTemplate(new JdbcTransactionManager(dataSource))
                .executeWithoutResult(
                        transaction -> new JdbcTemplate(dataSource).update("UPDATE sku SET stock = stock - 2"));
        RootContext.unbind();

        assertThat(tc.branches()).containsExactly(new Branch(1, XID, changed.resourceId(), "sku:1"));
        assertThat(changed.undoRows()).isEqualTo(1);
        assertThat(stock(changed)).isEqualTo(8);

        tc.rollBack();

        assertThat(changed.undoRows()).isZero();
        assertThat(stock(changed)).isEqualTo(10);
    }

    private static int stock(MySqlLookalike database) {
        return database.read("SELECT stock FROM sku", Integer.class);
    }

    private static MySqlLookalike withOneSku(String name) {
        MySqlLookalike database = MySqlLookalike.withUndoLog(name, SKU);
        database.past("INSERT INTO sku VALUES (1, 10)");
        return database;
    }

    private static DataSource processed(BeanPostProcessor processor, DataSource dataSource) {
        return (DataSource) processor.postProcessAfterInitialization(dataSource, "dataSource");
    }

    private static SeataAutoDataSourceProxyCreator seatasAutoProxy() {
        return new SeataAutoDataSourceProxyCreator(true, new String[0], "AT");
    }

    private static final class Router extends AbstractRoutingDataSource {

        private String key = "east";

        Router(DataSource east, DataSource west) {
            this(Map.of("east", east, "west", west), east);
        }

        Router(Map<Object, Object> targets, DataSource defaultTarget) {
            setTargetDataSources(targets);
            if (defaultTarget != null) {
                setDefaultTargetDataSource(defaultTarget);
            }
            afterPropertiesSet();
        }

        @Override
        protected Object determineCurrentLookupKey() {
            return key;
        }
    }
}
