package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.outcome.CoordinatorUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.ResourceManager;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.rm.datasource.exec.LockConflictException;
import org.apache.seata.rm.datasource.exec.LockWaitTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;

/** Invariant: a row counts as decided only when the TC has said so. */
class GlobalLocksTests {

    private final ResourceManager resourceManager = mock(ResourceManager.class);
    private ResourceManager seatas;
    private final DataSourceProxy proxy = mock(DataSourceProxy.class);
    private final GlobalLocks globalLocks = new GlobalLocks(proxy, new GlobalLocks.LockWait(Duration.ofMillis(1), 3));

    @BeforeEach
    void connect() {
        given(proxy.getResourceId()).willReturn("jdbc:mysql://db/orders");
        SeataTestEnvironment.give();
        seatas = DefaultResourceManager.get().getResourceManager(BranchType.AT);
        DefaultResourceManager.mockResourceManager(BranchType.AT, resourceManager);
    }

    @AfterEach
    void giveSeatasBack() {
        DefaultResourceManager.mockResourceManager(BranchType.AT, seatas);
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(RootContext.requireGlobalLock()).isFalse();
    }

    @Test
    void asksForAllKeysAtOnceUnderTheGlobalLockFlag() throws TransactionException {
        willAnswer(call -> RootContext.requireGlobalLock())
                .given(resourceManager)
                .lockQuery(BranchType.AT, "jdbc:mysql://db/orders", null, "tb_task:1,2");

        assertThat(globalLocks.areFree("tb_task", List.of(1L, 2L))).isTrue();
    }

    @Test
    void lockedIsNotFree() throws TransactionException {
        given(resourceManager.lockQuery(any(), any(), any(), any())).willReturn(false);

        assertThat(globalLocks.areFree("tb_task", List.of(1L))).isFalse();
    }

    @Test
    void unansweredIsNeither() throws TransactionException {
        given(resourceManager.lockQuery(any(), any(), any(), any())).willThrow(new TransactionException("RPC timeout"));

        assertThatThrownBy(() -> globalLocks.areFree("tb_task", List.of(1L)))
                .isInstanceOf(CoordinatorUnavailableException.class);
    }

    @Test
    void waitsForALockThatIsGivenBack() throws TransactionException {
        given(resourceManager.lockQuery(any(), any(), any(), any())).willReturn(false, false, true);

        globalLocks.requireFree("tb_sku", List.of(1L));

        then(resourceManager).should(times(3)).lockQuery(any(), any(), any(), any());
    }

    @Test
    void waitsNoLongerThanAnAtBranchWould() throws TransactionException {
        given(resourceManager.lockQuery(any(), any(), any(), any())).willReturn(false);

        assertThatThrownBy(() -> globalLocks.requireFree("tb_sku", List.of(1L)))
                .isInstanceOf(QueryTimeoutException.class)
                .hasMessage("Under a global lock: tb_sku [1]");

        then(resourceManager).should(times(4)).lockQuery(any(), any(), any(), any());
    }

    @Test
    void waitsForNoTcThatDoesNotAnswer() throws TransactionException {
        given(resourceManager.lockQuery(any(), any(), any(), any())).willThrow(new TransactionException("RPC timeout"));

        assertThatThrownBy(() -> globalLocks.requireFree("tb_sku", List.of(1L)))
                .isInstanceOf(CoordinatorUnavailableException.class);

        then(resourceManager).should(times(1)).lockQuery(any(), any(), any(), any());
    }

    @Test
    void rowsOfAnUnproxiedDataSourceCannotBeTold() {
        assertThatThrownBy(() -> new GlobalLocks(mock(DataSource.class), new GlobalLocks.LockWait(Duration.ZERO, 0))
                        .areFree("tb_task", List.of(1L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not wrapped in Seata's DataSourceProxy");
    }

    /** And is no lock that was waited for in vain. */
    @Test
    void rowsOfAnUnproxiedDataSourceAreNotRequiredEither() {
        GlobalLocks unproxied = new GlobalLocks(mock(DataSource.class), new GlobalLocks.LockWait(Duration.ZERO, 0));

        assertThatThrownBy(() -> unproxied.requireFree("tb_sku", List.of(1L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not wrapped in Seata's DataSourceProxy");
    }

    /** What comes out of a statement under {@code @GlobalLock}: Seata's exception, as Spring translates it. */
    @Test
    void lockThatWasNotGivenInTimeIsToldFromOtherFailures() {
        SQLException lock =
                new LockWaitTimeoutException("Global lock wait timeout", new LockConflictException("taken"));

        assertThat(GlobalLocks.waitedInVain(new UncategorizedSQLException("find", null, lock)))
                .isTrue();
        assertThat(GlobalLocks.waitedInVain(new UncategorizedSQLException("find", null, new SQLException("wire cut"))))
                .isFalse();
    }
}
