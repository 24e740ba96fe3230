package com.changgou.seata.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.global.FakeTransactionManager;
import com.changgou.seata.undo.UndoAutoConfiguration;
import com.changgou.seata.undo.UndoDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.ResourceManager;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** Invariant: a service that could not take part in a global transaction says so, why, and at once. */
class SeataHealthAutoConfigurationTests {

    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final FakeTransactionManager tc = new FakeTransactionManager();
    private final ResourceManager rm = mock(ResourceManager.class);
    private final TransactionManager originalTm = TransactionManagerHolder.get();
    private final UndoDatabase database = new UndoDatabase();
    private ResourceManager originalRm;

    private final AutoConfigurations configurations =
            AutoConfigurations.of(UndoAutoConfiguration.class, SeataHealthAutoConfiguration.class);
    private final ApplicationContextRunner noDatabase =
            new ApplicationContextRunner().withConfiguration(configurations);
    private final ApplicationContextRunner contextRunner = noDatabase.withBean(DataSource.class, this::proxy);

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @BeforeEach
    void connect() {
        TransactionManagerHolder.set(tc);
        originalRm = DefaultResourceManager.get().getResourceManager(BranchType.AT);
        DefaultResourceManager.mockResourceManager(BranchType.AT, rm);
    }

    @AfterEach
    void restore() {
        TransactionManagerHolder.set(originalTm);
        DefaultResourceManager.mockResourceManager(BranchType.AT, originalRm);
    }

    @Test
    void isUpWhenAllAnswerAndNothingIsStuck() {
        database.pending("x", 1, 200);
        contextRunner.run(context -> {
            Health health = health(context.getBean(HealthIndicator.class));

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("tc", "answers");
            assertThat(resource(health)).containsEntry("pending", 1L).doesNotContainKey("stuck");
            assertThat((Long) resource(health).get("oldestSeconds")).isBetween(200L, 230L);
        });
    }

    @Test
    void isDownWithTheXidOfARowThatIsTooOld() {
        database.pending("127.0.0.2:8091:7", 1, 301);
        database.pending("127.0.0.2:8091:8", 2, 1);
        contextRunner.run(context -> {
            Health health = health(context.getBean(HealthIndicator.class));

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("tc", "answers");
            assertThat(resource(health)).containsEntry("stuck", "127.0.0.2:8091:7");
        });
    }

    @Test
    void ageThatIsTooOldIsASetting() {
        database.pending("x", 1, 301);
        contextRunner
                .withPropertyValues("changgou.seata.health.oldest-undo=1h")
                .run(context -> assertThat(
                                health(context.getBean(HealthIndicator.class)).getStatus())
                        .isEqualTo(Status.UP));
    }

    @Test
    void isDownWhenTheUndoLogCannotBeRead() {
        database.execute("DROP TABLE undo_log");
        contextRunner.run(context -> {
            Health health = health(context.getBean(HealthIndicator.class));

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(resource(health).get("error").toString()).containsIgnoringCase("undo_log");
        });
    }

    @Test
    void isDownWhenTheTcIsUnreachableForTheTm() {
        tc.failure = new TransactionException("nobody there");
        contextRunner.run(context -> {
            Health health = health(context.getBean(HealthIndicator.class));

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("tc").toString()).contains("nobody there");
            assertThat(resource(health)).containsEntry("pending", 0L);
        });
    }

    @Test
    void isDownWhenTheTcIsUnreachableForTheRm() throws TransactionException {
        given(rm.lockQuery(BranchType.AT, "orders", null, "undo_log:0"))
                .willThrow(new TransactionException("Runtime", new IllegalStateException("no such client")));
        contextRunner.run(context -> {
            Health health = health(context.getBean(HealthIndicator.class));

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("tc").toString()).contains("no such client");
        });
    }

    /** Seata's client sends a lock query outside of a global transaction only with its flag. */
    @Test
    void asksAsTheRmAsSeataWantsItAsked() throws TransactionException {
        AtomicInteger asked = new AtomicInteger();
        given(rm.lockQuery(BranchType.AT, "orders", null, "undo_log:0")).willAnswer(call -> {
            assertThat(RootContext.requireGlobalLock()).isTrue();
            asked.incrementAndGet();
            return true;
        });
        contextRunner.run(context -> {
            assertThat(health(context.getBean(HealthIndicator.class)).getStatus())
                    .isEqualTo(Status.UP);
            assertThat(asked).hasValue(1);
        });
    }

    @Test
    void tcThatHangsIsDownAtOnceAndIsNotAskedAgain() {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        TransactionManagerHolder.set(new FakeTransactionManager() {
            @Override
            public GlobalStatus getStatus(String xid) {
                asked.incrementAndGet();
                try {
                    answers.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return GlobalStatus.Finished;
            }
        });
        contextRunner.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            for (int i = 0; i < 3; i++) {
                Health health = health(indicator);
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails()).containsEntry("tc", "no answer in time");
            }
            assertThat(asked).hasValue(1);
        });
        answers.countDown();
    }

    @Test
    void tcIsAskedOnceByManyChecksOfOneMoment() {
        AtomicInteger asked = new AtomicInteger();
        TransactionManagerHolder.set(new FakeTransactionManager() {
            @Override
            public GlobalStatus getStatus(String xid) {
                asked.incrementAndGet();
                return GlobalStatus.Finished;
            }
        });
        contextRunner.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            long begin = System.nanoTime();
            int checks = 0;
            while (System.nanoTime() - begin < 300_000_000) {
                health(indicator);
                checks++;
            }
            assertThat(checks).isGreaterThan(2);
            assertThat(asked).hasValue(1);
        });
    }

    @Test
    void needsNoDatabase() {
        noDatabase.run(context -> assertThat(
                        health(context.getBean(HealthIndicator.class)).getStatus())
                .isEqualTo(Status.UP));
    }

    @Test
    void needsNoJdbc() {
        noDatabase
                .withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
                .run(context -> assertThat(
                                health(context.getBean(HealthIndicator.class)).getStatus())
                        .isEqualTo(Status.UP));
    }

    @Test
    void needsNoActuator() {
        contextRunner
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("seataHealthIndicator"));
    }

    @Test
    void isOffAsAnyIndicator() {
        contextRunner
                .withPropertyValues("management.health.seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void isOffWithSeata() {
        contextRunner
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void backsOffOnACustomIndicator() {
        HealthIndicator own = () -> Health.up().build();
        contextRunner
                .withBean("seataHealthIndicator", HealthIndicator.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
    }

    /** A restart brings no TC back, and whoever waits for this service does not wait for the TC. */
    @Test
    void isPartOfNeitherProbe() {
        tc.failure = new TransactionException("nobody there");
        new WebApplicationContextRunner()
                .withConfiguration(configurations)
                .withConfiguration(AutoConfigurations.of(
                        ApplicationAvailabilityAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        AvailabilityProbesAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class))
                .run(context -> {
                    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
                    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
                    HealthEndpoint health = context.getBean(HealthEndpoint.class);
                    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.healthForPath("seata").getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.healthForPath("readiness", "seata")).isNull();
                    assertThat(health.healthForPath("liveness", "seata")).isNull();
                    assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
                    assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
                });
    }

    private static Health health(HealthIndicator indicator) {
        long begin = System.nanoTime();
        Health health = indicator.health();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
        return health;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> resource(Health health) {
        return ((Map<String, Map<String, Object>>) health.getDetails().get("resources")).get("orders");
    }

    private DataSource proxy() {
        DataSourceProxy proxy = mock(DataSourceProxy.class);
        given(proxy.getResourceId()).willReturn("orders");
        given(proxy.getTargetDataSource()).willReturn(database.dataSource());
        return proxy;
    }
}
