package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;

import com.alibaba.druid.pool.DruidDataSource;
import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.datasource.XaProxies.TwoPoolXaProxy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.xa.XAXidBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

/** Invariant: the TC is sent to an XA resource only when that can finish branches, or say that it will. */
class XaProxiesTests {

    private final DefaultResourceManager tc = mock(DefaultResourceManager.class);
    private final DruidDataSource database = new DruidDataSource();
    private MockedStatic<DefaultResourceManager> manager;

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @BeforeEach
    void open() {
        manager = mockStatic(DefaultResourceManager.class);
        manager.when(DefaultResourceManager::get).thenReturn(tc);
        database.setUrl("jdbc:h2:mem:xa;DB_CLOSE_DELAY=-1");
    }

    @AfterEach
    void close() {
        manager.close();
        database.close();
    }

    /** Red with Seata's own name: a service that restarts is asked to finish XA branches between its two registrations. */
    @Test
    void hasANameOfItsOwnBesideTheAtResource() {
        try (TwoPoolXaProxy xa = XaProxies.around(database)) {
            assertThat(xa.getResourceId()).isEqualTo("jdbc:h2:mem:xa#xa");
        }
    }

    @Test
    void requestThatComesBeforeThePoolIsThereIsToBeTriedAgain() {
        AtomicReference<Throwable> early = new AtomicReference<>();
        willAnswer(registration -> {
                    TwoPoolXaProxy xa = registration.getArgument(0);
                    early.set(catchThrowable(
                            () -> xa.getConnectionForXAFinish(XAXidBuilder.build("10.0.0.1:8091:1", 2))));
                    return null;
                })
                .given(tc)
                .registerResource(any(TwoPoolXaProxy.class));

        XaProxies.around(database).close();

        assertThat(early.get())
                .as("what Seata takes for retryable")
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Still starting");
    }

    @Test
    void leavesAtTheDefault() {
        XaProxies.around(database).close();

        RootContext.bind("10.0.0.1:8091:1");
        assertThat(RootContext.getBranchType()).isEqualTo(BranchType.AT);
        RootContext.unbind();
    }
}
