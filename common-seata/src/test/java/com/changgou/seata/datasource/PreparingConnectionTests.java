package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.changgou.seata.SeataTestEnvironment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.mockito.MockedStatic;

/**
 * Invariant: once {@code commit} has returned the branch is prepared, and what failed was thrown; the TC is told that there is no branch
 * only where there is none, also after a crash of the database.
 */
class PreparingConnectionTests {

    private final Connection original = mock(Connection.class);
    private final XAConnection xa = mock(XAConnection.class);
    private final XAResource resource = mock(XAResource.class);
    private final DataSourceProxyXA proxy = mock(DataSourceProxyXA.class);
    private final DefaultResourceManager tc = mock(DefaultResourceManager.class);
    private final MockedStatic<DefaultResourceManager> manager = mockStatic(DefaultResourceManager.class);

    private PreparingConnection connection;

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @BeforeEach
    void beginBranch() throws SQLException {
        manager.when(DefaultResourceManager::get).thenReturn(tc);
        RootContext.bind("10.0.0.1:8091:1");
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
        verify(tc).branchReport(any(), any(), anyLong(), eq(BranchStatus.PhaseOne_Failed), any());
    }

    /** Red where Seata sees the XAException: it tells the TC that there is no branch, and nobody ends the one that may be there. */
    @ParameterizedTest
    @ValueSource(ints = {XAException.XAER_RMFAIL, XAException.XAER_RMERR, 0})
    void prepareThatIsNotAnsweredIsNotReportedAsFailed(int errorCode) throws Exception {
        XAException unanswered = new XAException("Communications link failure");
        unanswered.errorCode = errorCode;
        willThrow(unanswered).given(resource).prepare(any());

        assertThatThrownBy(connection::commit)
                .isInstanceOf(SQLException.class)
                .hasMessage("It is not known whether the XA branch of 10.0.0.1:8091:1 is prepared")
                .hasCause(unanswered);
        verify(original, atLeastOnce()).close();
        verify(tc, never()).branchReport(any(), any(), anyLong(), any(), any());
    }

    @Test
    void rollbackOnMariaDbIsFollowedByADurableCommit() throws Exception {
        PreparedStatement durable = mock(PreparedStatement.class);
        given(original.prepareStatement(contains("COMMIT"))).willReturn(durable);
        given(proxy.isShouldBeHeld()).willReturn(true);

        phaseTwoConnection().xaRollback("10.0.0.1:8091:1", 2, null);

        InOrder order = inOrder(resource, durable);
        order.verify(resource).rollback(any());
        order.verify(durable).execute();
    }

    @Test
    void rollbackOnMariaDbThatMayNotBeDurableIsNotAnswered() throws Exception {
        given(original.prepareStatement(any())).willThrow(new SQLException("gone"));
        given(proxy.isShouldBeHeld()).willReturn(true);
        PreparingConnection phaseTwo = phaseTwoConnection();

        assertThatThrownBy(() -> phaseTwo.xaRollback("10.0.0.1:8091:1", 2, null))
                .isInstanceOf(XAException.class)
                .hasMessage("The rollback may not be durable: gone");
    }

    @Test
    void rollbackOnMySqlIsDurableByItself() throws Exception {
        phaseTwoConnection().xaRollback("10.0.0.1:8091:1", 2, null);

        verify(resource).rollback(any());
        verify(original, never()).prepareStatement(any());
    }

    @Test
    void secondLocalTransactionOnTheConnectionIsRefused() throws Exception {
        connection.commit();
        connection.setAutoCommit(true);

        assertThatThrownBy(() -> connection.setAutoCommit(false))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("one connection is one local transaction");
    }

    private PreparingConnection phaseTwoConnection() {
        PreparingConnection phaseTwo = new PreparingConnection(original, xa, proxy);
        phaseTwo.init();
        return phaseTwo;
    }
}
