package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

import com.changgou.seata.outcome.CoordinatorUnavailableException;
import java.util.List;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.ResourceManager;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant: a row counts as decided only when the TC has said so. */
class GlobalLocksTests {

    private final ResourceManager resourceManager = mock(ResourceManager.class);
    private final DataSourceProxy proxy = mock(DataSourceProxy.class);
    private final GlobalLocks globalLocks = new GlobalLocks(proxy);

    @BeforeEach
    void connect() {
        given(proxy.getResourceId()).willReturn("jdbc:mysql://db/orders");
        DefaultResourceManager.mockResourceManager(BranchType.AT, resourceManager);
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
    void rowsOfAnUnproxiedDataSourceCannotBeTold() {
        assertThatThrownBy(() -> new GlobalLocks(mock(DataSource.class)).areFree("tb_task", List.of(1L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not wrapped in Seata's DataSourceProxy");
    }
}
