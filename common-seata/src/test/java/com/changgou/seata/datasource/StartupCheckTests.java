package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.changgou.seata.CommonSeataProperties;
import com.changgou.seata.CommonSeataProperties.DataSourceProxySettings;
import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.registration.SignedRegistration;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.ResourceManager;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RegisterTMResponse;
import org.apache.seata.core.protocol.RpcMessage;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.apache.seata.spring.annotation.datasource.EnableAutoDataSourceProxy;
import org.apache.seata.tm.TransactionManagerHolder;
import org.assertj.core.api.AbstractThrowableAssert;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Invariant: a service whose global transactions could not be rolled back does not start, and says why. */
class StartupCheckTests {

    private static final String UNDO_LOG =
            "CREATE TABLE undo_log (id BIGINT PRIMARY KEY, branch_id BIGINT, xid VARCHAR(128)";
    private static final String UNIQUE = ", UNIQUE (xid, branch_id))";

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, SeataDataSourceProxyAutoConfiguration.class));

    private final LocalResourceManager tc = LocalResourceManager.inPlace();
    private final TransactionManager realTransactionManager = TransactionManagerHolder.get();

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @AfterEach
    void restoreTransactionManager() {
        TransactionManagerHolder.set(realTransactionManager);
        tc.close();
    }

    @Test
    void failsWithoutUndoLog() {
        withSchema("CREATE TABLE tb_sku (id BIGINT PRIMARY KEY)")
                .run(context -> assertFailure(context).hasMessageContaining("'dataSource' has no table undo_log"));
    }

    @Test
    void failsWhenTheUndoLogTakesDuplicates() {
        withSchema(UNDO_LOG + ")")
                .run(context -> assertFailure(context).hasMessageContaining("no unique key on (xid, branch_id)"));
    }

    @Test
    void failsWhenTheDataSourceIsNotProxied() {
        withSchema(UNDO_LOG + UNIQUE)
                .withPropertyValues("changgou.seata.data-source-proxy.enabled=false")
                .run(context ->
                        assertFailure(context).hasMessageContaining("is not wrapped in Seata's DataSourceProxy"));
    }

    @Test
    void startsWithoutProxyOnlyWhenTheCheckIsSwitchedOffToo() {
        withSchema(UNDO_LOG + UNIQUE)
                .withPropertyValues(
                        "changgou.seata.data-source-proxy.enabled=false", "changgou.seata.startup-check.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void isOffWithSeata() {
        withSchema("CREATE TABLE t (id INT)")
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StartupCheck.class));
    }

    @Test
    void needsNoJdbc() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SeataDataSourceProxyAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(DelegatingDataSource.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StartupCheck.class));
    }

    @Test
    void asksNoCoordinatorWithoutADataSource() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SeataDataSourceProxyAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StartupCheck.class));
    }

    @Test
    void findsTablesWithoutPrimaryKey() {
        withSchema(UNDO_LOG + UNIQUE + "\\;CREATE TABLE good (id INT PRIMARY KEY)\\;CREATE TABLE bad (id INT)")
                .withPropertyValues("changgou.seata.data-source-proxy.enabled=false")
                .withPropertyValues("changgou.seata.startup-check.enabled=false")
                .run(context -> {
                    Schema schema = Schema.of(context.getBean(DataSource.class));
                    assertThat(catchThrowable(() -> schema.requirePrimaryKeys("dataSource", Set.of())))
                            .isInstanceOf(StartupCheckException.class)
                            .hasMessageContaining("tables without a primary key: BAD.");
                    schema.requirePrimaryKeys("dataSource", Set.of("bad"));
                });
    }

    @Test
    void failsWhenTheCoordinatorDoesNotAnswerInTime() throws TransactionException {
        TransactionManager unreachable = Mockito.mock(TransactionManager.class);
        BDDMockito.given(unreachable.begin(null, null, "common-seata-startup-probe", 10_000))
                .willThrow(new TransactionException("nobody there"));
        TransactionManagerHolder.set(unreachable);
        assertThat(catchThrowable(() -> new Coordinator().awaitReachable(List.of(), Duration.ofMillis(1_200))))
                .isInstanceOf(StartupCheckException.class)
                .hasMessageContaining("did not answer within 1 s: nobody there");
        BDDMockito.then(unreachable).should(Mockito.atLeast(2)).begin(null, null, "common-seata-startup-probe", 10_000);
    }

    @Test
    void saysAtOnceThatTheCoordinatorRefusesThisClient() throws TransactionException {
        TransactionManager refused = Mockito.mock(TransactionManager.class);
        BDDMockito.given(refused.begin(null, null, "common-seata-startup-probe", 10_000))
                .willThrow(new TransactionException("No available service"));
        TransactionManagerHolder.set(refused);
        RpcMessage registration = new RpcMessage();
        registration.setBody(new RegisterTMRequest("order-service", "changgou"));
        SignedRegistration hook = new SignedRegistration();
        hook.doAfterResponse("127.0.0.1:8091", registration, new RegisterTMResponse(false));
        try {
            assertThat(catchThrowable(() -> new Coordinator().awaitReachable(List.of(), Duration.ofSeconds(3))))
                    .isInstanceOfSatisfying(
                            StartupCheckException.class,
                            failure -> assertThat(failure.action()).contains("changgou.seata.registration.secret"))
                    .hasMessageContaining("127.0.0.1:8091 refuses to register the TM of order-service")
                    .hasMessageNotContaining("did not answer");
            BDDMockito.then(refused).should().begin(null, null, "common-seata-startup-probe", 10_000);
        } finally {
            hook.doAfterResponse("127.0.0.1:8091", registration, new RegisterTMResponse(true));
        }
    }

    @Test
    void takesBackTheProbeOfACoordinatorThatAnswers() throws TransactionException {
        TransactionManager reachable = Mockito.mock(TransactionManager.class);
        BDDMockito.given(reachable.begin(null, null, "common-seata-startup-probe", 10_000))
                .willReturn("127.0.0.2:8091:1");
        TransactionManagerHolder.set(reachable);
        new Coordinator().awaitReachable(List.of(), Duration.ofSeconds(1));
        BDDMockito.then(reachable).should().rollback("127.0.0.2:8091:1");
    }

    @Test
    void saysWhatToDo() {
        StartupCheckException failure = new StartupCheckException("what is wrong", "what to do");
        FailureAnalysis analysis = new StartupCheckFailureAnalyzer().analyze(new IllegalStateException(failure));
        assertThat(analysis.getDescription()).isEqualTo("what is wrong");
        assertThat(analysis.getAction()).isEqualTo("what to do");
    }

    @Test
    void failsWhenATableHasNoPrimaryKey() {
        withDatabase("orders", MySqlLookalike.withUndoLog("orders", "CREATE TABLE bad (id INT)"))
                .run(context ->
                        assertFailure(context).hasMessageContaining("'orders' has tables without a primary key: bad."));
    }

    @Test
    void everyDatabaseBehindARouterIsChecked() {
        AbstractRoutingDataSource router = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return "good";
            }
        };
        router.setTargetDataSources(Map.of(
                "good", MySqlLookalike.withUndoLog("good"),
                "bad", MySqlLookalike.withUndoLog("bad", "CREATE TABLE bad (id INT)")));
        router.afterPropertiesSet();

        withDatabase("router", router)
                .run(context ->
                        assertFailure(context).hasMessageContaining("'router' has tables without a primary key: bad."));
    }

    @Test
    void everyDataSourceIsChecked() {
        withDatabase("orders", MySqlLookalike.withUndoLog("orders"))
                .withBean("reports", DataSource.class, () -> new MySqlLookalike("reports"))
                .run(context -> assertFailure(context).hasMessageContaining("'reports' has no table undo_log"));
    }

    @Test
    void excludedDataSourceIsNotChecked() {
        withDatabase("orders", MySqlLookalike.withUndoLog("orders"))
                .withBean("reports", DataSource.class, () -> new MySqlLookalike("reports"))
                .withPropertyValues("changgou.seata.data-source-proxy.excluded=reports")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void asksTheCoordinatorAboutEveryResource() {
        withDatabase("orders", MySqlLookalike.withUndoLog("orders"))
                .withBean("goods", DataSource.class, () -> MySqlLookalike.withUndoLog("goods"))
                .run(context -> assertThat(context.getBean(NoCoordinator.Silent.class).asked)
                        .containsExactlyInAnyOrder("jdbc:mysql://127.0.0.1/orders", "jdbc:mysql://127.0.0.1/goods"));
    }

    /** Red when the setting is asked for: the annotation does not read it. */
    @Test
    void failsWhenDataSourcesAreWrappedTwice() {
        withDatabase("orders", MySqlLookalike.withUndoLog("orders"))
                .withUserConfiguration(SeatasAutoProxy.class)
                .run(context -> assertFailure(context).hasMessageContaining("wrapped twice"));
    }

    @Test
    void startsWithSeatasAutoProxyWhereItIsTheOnlyOne() {
        withDatabase("orders", MySqlLookalike.withUndoLog("orders"))
                .withUserConfiguration(SeatasAutoProxy.class)
                .withPropertyValues("changgou.seata.data-source-proxy.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** Silences AT: statements of the other data source would run without a branch. */
    @Test
    void failsWhenAnXaProxyHasMadeXaTheDefault() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:xa");
        ResourceManager seatas = DefaultResourceManager.get().getResourceManager(BranchType.XA);
        DefaultResourceManager.mockResourceManager(BranchType.XA, Mockito.mock(ResourceManager.class));
        try {
            withDatabase("orders", MySqlLookalike.withUndoLog("orders"))
                    .withBean("xa", DataSource.class, () -> new DataSourceProxyXA(h2))
                    .run(context -> assertFailure(context)
                            .hasMessageContaining("has made XA the default branch type")
                            .hasMessageContaining("jdbc:mysql://127.0.0.1/orders"));
        } finally {
            RootContext.setDefaultBranchType(BranchType.AT);
            DefaultResourceManager.mockResourceManager(BranchType.XA, seatas);
        }
    }

    @Test
    void beansOfTheServiceWin() {
        DataSource orders = MySqlLookalike.withUndoLog("orders");
        DataSourceProxyPostProcessor own =
                new DataSourceProxyPostProcessor(new DataSourceProxySettings(true, false, Set.of("orders")));
        GlobalLocks locks = new GlobalLocks(orders, new GlobalLocks.LockWait(Duration.ZERO, 0));
        CommonSeataProperties settings = new CommonSeataProperties(
                new DataSourceProxySettings(true, false, Set.of()),
                new CommonSeataProperties.FenceSettings(true),
                new CommonSeataProperties.StartupCheck(true, Duration.ZERO, Set.of()));
        StartupCheck check = new StartupCheck(new StaticListableBeanFactory(), settings, new Coordinator());
        withDatabase("orders", orders)
                .withBean("own", DataSourceProxyPostProcessor.class, () -> own)
                .withBean("locks", GlobalLocks.class, () -> locks)
                .withBean("check", StartupCheck.class, () -> check)
                .run(context -> {
                    assertThat(context.getBean(DataSource.class)).isSameAs(orders);
                    assertThat(context.getBean(GlobalLocks.class)).isSameAs(locks);
                    assertThat(context.getBean(StartupCheck.class)).isSameAs(check);
                    assertThat(context).hasSingleBean(Coordinator.class);
                });
    }

    private ApplicationContextRunner withDatabase(String beanName, DataSource dataSource) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SeataDataSourceProxyAutoConfiguration.class))
                .withUserConfiguration(NoCoordinator.class)
                .withBean(beanName, DataSource.class, () -> dataSource);
    }

    private ApplicationContextRunner withSchema(String sql) {
        return contextRunner
                .withUserConfiguration(NoCoordinator.class)
                .withPropertyValues("seata.enable-auto-data-source-proxy=false")
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID()
                        + ";DB_CLOSE_DELAY=-1;INIT=" + sql.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "));
    }

    private static AbstractThrowableAssert<?, ?> assertFailure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        return assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
                .isInstanceOf(StartupCheckException.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class NoCoordinator {

        @Bean
        Coordinator coordinator() {
            return new Silent();
        }

        static final class Silent extends Coordinator {

            private Collection<String> asked = Set.of();

            @Override
            void awaitReachable(Collection<String> resourceIds, Duration timeout) {
                asked = resourceIds;
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoDataSourceProxy(useJdkProxy = true)
    static class SeatasAutoProxy {}
}
