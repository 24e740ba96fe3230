package com.changgou.seata.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.changgou.seata.branch.BranchEvents;
import com.changgou.seata.branch.BranchListener.Branch;
import com.changgou.seata.global.FakeTransactionManager;
import com.changgou.seata.global.GlobalAutoConfiguration;
import com.changgou.seata.guard.BranchNotEnlistedException;
import com.changgou.seata.guard.GuardListener;
import com.changgou.seata.undo.UndoAutoConfiguration;
import com.changgou.seata.undo.UndoDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** Invariant: each step of a global transaction is measured once, under tags that cannot grow. */
class SeataMetricsAutoConfigurationTests {

    private static final Branch AT = new Branch(BranchType.AT, "x", 7, "orders");
    private static final Branch XA = new Branch(BranchType.XA, "x", 8, "orders");

    private final FakeTransactionManager tc = new FakeTransactionManager();
    private final TransactionManager original = TransactionManagerHolder.get();
    private final UndoDatabase database = new UndoDatabase();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final ApplicationContextRunner noRegistry = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    GlobalAutoConfiguration.class,
                    UndoAutoConfiguration.class,
                    SeataMetricsAutoConfiguration.class))
            .withBean(DataSource.class, this::proxy);
    private final ApplicationContextRunner contextRunner = noRegistry.withBean(MeterRegistry.class, () -> meters);

    @BeforeEach
    void connect() {
        TransactionManagerHolder.set(tc);
    }

    @AfterEach
    void restore() {
        TransactionManagerHolder.set(original);
    }

    @Test
    void globalTransactionsAreTimedByStepAndOutcome() {
        contextRunner.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();
            manager.begin(null, null, "order", 1000);
            manager.begin(null, null, "order", 1000);
            manager.commit("x");
            manager.rollback("x");
            tc.failure = new TransactionException("nobody there");
            catchThrowable(() -> manager.begin(null, null, "order", 1000));
            catchThrowable(() -> manager.commit("x"));

            assertThat(global("begin", "Begin")).isEqualTo(2);
            assertThat(global("commit", "Committed")).isEqualTo(1);
            assertThat(global("rollback", "Rollbacked")).isEqualTo(1);
            assertThat(global("begin", "failed")).isEqualTo(1);
            assertThat(global("commit", "failed")).isEqualTo(1);
            assertThat(meters.find("seata.global").timers()).hasSize(5);
        });
    }

    /** The guards look for beans of the listener's type. */
    @Test
    void whatTheGuardsFindIsCountedByGuard() {
        contextRunner.run(context -> {
            GuardListener listener = context.getBean(GuardListener.class);
            listener.branchMissing("x", mock(BranchNotEnlistedException.class));
            listener.failureSwallowed("x", "order", new IllegalStateException());
            listener.failureSwallowed("y", null, new IllegalStateException());
            listener.commitEmpty("x", "order");

            assertThat(guardHits("enlistment")).isEqualTo(1);
            assertThat(guardHits("swallow")).isEqualTo(2);
            assertThat(guardHits("empty-commit")).isEqualTo(1);
        });
    }

    private double guardHits(String guard) {
        return meters.get("seata.guard.hits").tag("guard", guard).counter().count();
    }

    @Test
    void branchesAreTimedByStepTypeAndOutcome() {
        contextRunner.run(context -> {
            BranchEvents.registered(AT);
            BranchEvents.registered(XA);
            BranchEvents.ended(AT, BranchStatus.PhaseTwo_Rollbacked);
            BranchEvents.ended(AT, BranchStatus.PhaseTwo_RollbackFailed_Retryable);
            BranchEvents.refused(AT, TransactionExceptionCode.GlobalTransactionNotExist);

            assertThat(branch("register", "AT", "Registered").totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(7);
            assertThat(branch("register", "XA", "Registered").count()).isEqualTo(1);
            assertThat(branch("end", "AT", "PhaseTwo_Rollbacked").count()).isEqualTo(1);
            assertThat(branch("end", "AT", "PhaseTwo_RollbackFailed_Retryable").count())
                    .isEqualTo(1);
            assertThat(branch("register", "AT", "GlobalTransactionNotExist").count())
                    .isEqualTo(1);
            assertThat(meters.find("seata.lock.conflicts").counters()).isEmpty();
        });
    }

    @Test
    void lockConflictsOfBothCodesAreCounted() {
        contextRunner.run(context -> {
            BranchEvents.refused(AT, TransactionExceptionCode.LockKeyConflict);
            BranchEvents.refused(AT, TransactionExceptionCode.LockKeyConflictFailFast);
            BranchEvents.refused(AT, TransactionExceptionCode.BranchRegisterFailed);

            Counter conflicts =
                    meters.get("seata.lock.conflicts").tag("type", "AT").counter();
            assertThat(conflicts.count()).isEqualTo(2);
        });
    }

    @Test
    void noMeterHasAnXid() {
        contextRunner.run(context -> {
            TransactionManagerHolder.get().commit("127.0.0.2:8091:4711");
            BranchEvents.registered(new Branch(BranchType.AT, "127.0.0.2:8091:4711", 4711, "orders"));

            assertThat(meters.getMeters())
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("4711"));
        });
    }

    @Test
    void contextThatHasClosedHearsNothing() {
        contextRunner.run(context -> BranchEvents.registered(AT));

        BranchEvents.registered(AT);

        assertThat(branch("register", "AT", "Registered").count()).isEqualTo(1);
    }

    @Test
    void stuckTransactionsShowInTheUndoLog() {
        database.pending("x", 1, 600);
        database.pending("y", 2, 1);
        contextRunner.run(context -> {
            assertThat(gauge("seata.undo.pending").gauge().value()).isEqualTo(2);
            assertThat(gauge("seata.undo.oldest").timeGauge().value(TimeUnit.SECONDS))
                    .isBetween(600.0, 630.0);
        });
    }

    @Test
    void undoLogThatCannotBeReadHasNoValue() {
        database.execute("DROP TABLE undo_log");
        contextRunner.run(context ->
                assertThat(gauge("seata.undo.pending").gauge().value()).isNaN());
    }

    @Test
    void needsNoMicrometer() {
        noRegistry
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("seataGlobalMeters")
                        .doesNotHaveBean("seataBranchMeters"));
    }

    @Test
    void needsNoMetricsOfBoot() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(GlobalAutoConfiguration.class, SeataMetricsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer"))
                .withBean(MeterRegistry.class, () -> meters)
                .run(context -> assertThat(context).hasNotFailed().hasBean("seataGlobalMeters"));
    }

    @Test
    void needsNoJdbc() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("seataGlobalMeters")
                        .doesNotHaveBean("seataUndoMeters"));
    }

    @Test
    void canBeSwitchedOff() {
        contextRunner.withPropertyValues("changgou.seata.metrics.enabled=false").run(context -> {
            assertThat(TransactionManagerHolder.get()).isSameAs(tc);
            BranchEvents.registered(AT);
            assertThat(meters.find("seata.branch").timers()).isEmpty();
        });
    }

    private long global(String step, String outcome) {
        return meters.get("seata.global")
                .tags("step", step, "outcome", outcome)
                .timer()
                .count();
    }

    private Timer branch(String step, String type, String outcome) {
        return meters.get("seata.branch")
                .tags("step", step, "type", type, "outcome", outcome)
                .timer();
    }

    private Search gauge(String name) {
        return meters.find(name).tag("resource", "orders");
    }

    private DataSource proxy() {
        DataSourceProxy proxy = mock(DataSourceProxy.class);
        given(proxy.getResourceId()).willReturn("orders");
        given(proxy.getTargetDataSource()).willReturn(database.dataSource());
        return proxy;
    }
}
