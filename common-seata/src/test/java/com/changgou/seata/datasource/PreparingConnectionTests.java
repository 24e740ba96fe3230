package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.datasource.XaProxies.PreparingConnection;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.mockito.MockedStatic;

/** Invariant: once {@code commit} has returned the branch is prepared, and what failed was thrown. */
class PreparingConnectionTests {

    private final Connection original = mock(Connection.class);
    private final XAResource resource = mock(XAResource.class);
    private final DataSourceProxyXA proxy = mock(DataSourceProxyXA.class);
    private final MockedStatic<DefaultResourceManager> manager = mockStatic(DefaultResourceManager.class);

    private PreparingConnection connection;

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @BeforeEach
    void beginBranch() throws SQLException {
        DefaultResourceManager tc = mock(DefaultResourceManager.class);
        manager.when(DefaultResourceManager::get).thenReturn(tc);
        RootContext.bind("10.0.0.1:8091:1");
        XAConnection xa = mock(XAConnection.class);
        given(xa.getXAResource()).willReturn(resource);
        given(original.getAutoCommit()).willReturn(true);
        given(proxy.getDbType()).willReturn("mysql");
        connection = new PreparingConnection(original, xa, proxy);
        connection.init();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void forget() {
        RootContext.unbind();
        manager.close();
    }

    @Test
    void commitPreparesAndLeavesTheConnectionOpen() throws Exception {
        connection.commit();

        InOrder order = inOrder(resource);
        order.verify(resource).start(any(), anyInt());
        order.verify(resource).end(any(), anyInt());
        order.verify(resource).prepare(any());
        verify(original, never()).close();

        connection.setAutoCommit(true);
        connection.close();
        verify(original).close();
        order.verifyNoMoreInteractions();
    }

    @Test
    void failureToPrepareIsThrownByCommitAndEndsTheSession() throws Exception {
        willThrow(new XAException(XAException.XA_RBTIMEOUT)).given(resource).prepare(any());

        assertThatThrownBy(connection::commit)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("prepare")
                .hasNoSuppressedExceptions();
        verify(original, atLeastOnce()).close();
        verify(proxy, never()).release(any(), any());
    }

    @Test
    void secondLocalTransactionOnTheConnectionIsRefused() throws Exception {
        connection.commit();
        connection.setAutoCommit(true);

        assertThatThrownBy(() -> connection.setAutoCommit(false))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("one connection is one local transaction");
    }
}
