package com.changgou.seata.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Invariant: every database under AT is read, past its proxy, rarely, and without keeping anybody waiting. */
class UndoAutoConfigurationTests {

    private final UndoDatabase orders = new UndoDatabase();
    private final UndoDatabase goods = new UndoDatabase();

    private final ApplicationContextRunner contextRunner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(UndoAutoConfiguration.class));

    @Test
    void everyDatabaseBehindAProxyIsRead() {
        orders.pending("x", 1, 60);
        goods.pending("x", 2, 60);
        goods.pending("y", 3, 0);
        contextRunner
                .withBean("a", DataSource.class, () -> proxy("orders", orders.dataSource()))
                .withBean("b", DataSource.class, () -> proxy("goods", goods.dataSource()))
                .withBean("plain", DataSource.class, () -> new UndoDatabase().dataSource())
                .run(context -> {
                    UndoBacklog backlog = context.getBean(UndoBacklog.class);
                    assertThat(backlog.resources()).containsExactly("orders", "goods");
                    assertThat(backlog.pending("orders").join().rows()).isEqualTo(1);
                    assertThat(backlog.pending().get("goods").join().rows()).isEqualTo(2);
                    assertThat(backlog.of("x")).containsOnlyKeys("orders", "goods");
                    assertThat(backlog.of("y")).containsOnlyKeys("goods");
                });
    }

    @Test
    void readingsOfOneMomentAreOneQuery() {
        AtomicInteger connections = new AtomicInteger();
        DataSource counting = new DelegatingDataSource(orders.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                connections.incrementAndGet();
                return super.getConnection();
            }
        };
        UndoBacklog backlog = new UndoBacklog(() -> Map.of("orders", counting));

        backlog.pending("orders").join();
        int once = connections.get();
        backlog.pending("orders").join();
        backlog.pending().values().forEach(CompletableFuture::join);

        assertThat(connections).hasPositiveValue().hasValue(once);
    }

    @Test
    void databaseThatHangsKeepsNobodyWaiting() {
        CountDownLatch answers = new CountDownLatch(1);
        DataSource hanging = new DelegatingDataSource(orders.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                try {
                    answers.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return super.getConnection();
            }
        };
        UndoBacklog backlog = new UndoBacklog(() -> Map.of("orders", hanging));

        assertThatThrownBy(() -> backlog.pending("orders")
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .hasCauseInstanceOf(TimeoutException.class);
        answers.countDown();
    }

    @Test
    void needsNoJdbc() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(UndoBacklog.class));
    }

    @Test
    void backsOffOnACustomBacklog() {
        contextRunner
                .withBean("own", UndoBacklog.class, () -> new UndoBacklog(Map::of))
                .run(context ->
                        assertThat(context).hasSingleBean(UndoBacklog.class).hasBean("own"));
    }

    @Test
    void isOffWithSeata() {
        contextRunner
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(UndoBacklog.class));
    }

    private static DataSourceProxy proxy(String resourceId, DataSource target) {
        DataSourceProxy proxy = mock(DataSourceProxy.class);
        given(proxy.getResourceId()).willReturn(resourceId);
        given(proxy.getTargetDataSource()).willReturn(target);
        return proxy;
    }
}
