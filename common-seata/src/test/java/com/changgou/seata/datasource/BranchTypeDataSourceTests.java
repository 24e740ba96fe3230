package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.changgou.seata.xid.BranchTypes;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invariant: a connection is an XA branch's only where the thread's global transaction asked for XA branches. */
class BranchTypeDataSourceTests {

    private final DataSourceProxy at = mock(DataSourceProxy.class);
    private final BranchTypeDataSource both = new BranchTypeDataSource(at, mock(DataSourceProxyXA.class));

    @AfterEach
    void unbind() {
        RootContext.unbind();
        RootContext.unbindGlobalLockFlag();
    }

    @Test
    void outsideAGlobalTransactionIsAt() {
        assertThat(both.determineCurrentLookupKey()).isEqualTo(BranchType.AT);
        assertThat(BranchTypes.withXa(both::determineCurrentLookupKey)).isEqualTo(BranchType.AT);
    }

    @Test
    void branchTypePicksAndIsGoneAfterwards() {
        RootContext.bind("10.0.0.1:8091:1");

        assertThat(BranchTypes.withXa(both::determineCurrentLookupKey)).isEqualTo(BranchType.XA);
        assertThat(both.determineCurrentLookupKey()).isEqualTo(BranchType.AT);
    }

    /** Red when XA wins: a caller with an XA transaction would write past the lock that {@code @GlobalLock} asks for. */
    @Test
    void whoAsksForGlobalLocksGetsTheProxyThatAsksTheCoordinator() {
        RootContext.bind("10.0.0.1:8091:1");
        RootContext.bindGlobalLockFlag();

        assertThat(BranchTypes.withXa(both::determineCurrentLookupKey)).isEqualTo(BranchType.AT);
    }

    @Test
    void countsAsProxiedAndHasItsAtResourcesName() {
        given(at.getResourceId()).willReturn("jdbc:mysql://db/goods");

        assertThat(ProxiedDataSources.isProxied(both)).isTrue();
        assertThat(AtResources.idOf(both)).contains("jdbc:mysql://db/goods");
    }
}
