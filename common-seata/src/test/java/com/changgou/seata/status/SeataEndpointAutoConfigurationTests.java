package com.changgou.seata.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.branch.BranchEvents;
import com.changgou.seata.branch.BranchListener.Branch;
import com.changgou.seata.global.FakeTransactionManager;
import com.changgou.seata.global.GlobalAutoConfiguration;
import com.changgou.seata.undo.UndoAutoConfiguration;
import com.changgou.seata.undo.UndoDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.Resource;
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
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.actuate.web.WebMvcEndpointManagementContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Invariant: over HTTP an operator sees what this process takes part in and what a rollback would undo, and only where it is exposed. */
class SeataEndpointAutoConfigurationTests {

    private static final String XID = "127.0.0.2:8091:1";
    private static final Branch BRANCH = new Branch(BranchType.AT, XID, 7, "orders");

    private final FakeTransactionManager tc = new FakeTransactionManager();
    private final ResourceManager rm = mock(ResourceManager.class);
    private final TransactionManager originalTm = TransactionManagerHolder.get();
    private final UndoDatabase database = new UndoDatabase();
    private ResourceManager originalRm;

    private final WebApplicationContextRunner hidden = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    JacksonEndpointAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class,
                    WebMvcEndpointManagementContextConfiguration.class,
                    GlobalAutoConfiguration.class,
                    UndoAutoConfiguration.class,
                    SeataEndpointAutoConfiguration.class))
            .withBean(DataSource.class, this::proxy);
    private final WebApplicationContextRunner exposed =
            hidden.withPropertyValues("management.endpoints.web.exposure.include=seata");

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @BeforeEach
    void connect() {
        TransactionManagerHolder.set(tc);
        originalRm = DefaultResourceManager.get().getResourceManager(BranchType.AT);
        DefaultResourceManager.mockResourceManager(BranchType.AT, rm);
        Resource resource = mock(Resource.class);
        given(resource.getBranchType()).willReturn(BranchType.AT);
        given(resource.getResourceId()).willReturn("orders");
        given(rm.getManagedResources()).willReturn(Map.of("orders", resource));
    }

    @AfterEach
    void restore() {
        TransactionManagerHolder.set(originalTm);
        DefaultResourceManager.mockResourceManager(BranchType.AT, originalRm);
    }

    @Test
    void listsResourcesAndOpenTransactions() {
        exposed.run(context -> {
            TransactionManagerHolder.get().begin(null, null, "order", 1000);
            BranchEvents.registered(BRANCH);

            assertThat(MockMvcTester.from(context).get().uri("/actuator/seata"))
                    .hasStatusOk()
                    .bodyJson()
                    .isLenientlyEqualTo("""
                            {"resources": [{"type": "AT", "id": "orders"}],
                             "openTransactions": [{"xid": "127.0.0.2:8091:1", "name": "order", "undecided": true,
                               "branches": [{"type": "AT", "id": 7, "resource": "orders"}]}]}
                            """);
        });
    }

    @Test
    void listsNoTransactionThatIsOver() {
        exposed.run(context -> {
            TransactionManagerHolder.get().begin(null, null, "order", 1000);
            BranchEvents.registered(BRANCH);
            TransactionManagerHolder.get().rollback(XID);
            BranchEvents.ended(BRANCH, BranchStatus.PhaseTwo_Rollbacked);

            assertThat(MockMvcTester.from(context).get().uri("/actuator/seata"))
                    .bodyJson()
                    .extractingPath("openTransactions")
                    .asArray()
                    .isEmpty();
        });
    }

    @Test
    void showsWhatARollbackWouldUndo() {
        database.pending(XID, 7, 1);
        exposed.run(context -> assertThat(MockMvcTester.from(context).get().uri("/actuator/seata/{xid}", XID))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("""
                        {"xid": "127.0.0.2:8091:1", "resources": {"orders": [
                          {"xid": "127.0.0.2:8091:1", "branchId": 7, "rows": [
                            {"table": "tb_sku", "key": {"id": 1}, "before": {"stock": 10}, "after": {"stock": 8}}]}]}}
                        """));
    }

    @Test
    void transactionWithoutUndoRowsHasNoResources() {
        exposed.run(context -> assertThat(MockMvcTester.from(context).get().uri("/actuator/seata/nobodys"))
                .bodyJson()
                .isStrictlyEqualTo("{\"xid\": \"nobodys\", \"resources\": {}}"));
    }

    @Test
    void isNotThereUnlessExposed() {
        hidden.run(context ->
                assertThat(context).doesNotHaveBean(SeataEndpoint.class).doesNotHaveBean(OpenBranches.class));
    }

    @Test
    void accessCanBeTakenAway() {
        exposed.withPropertyValues("management.endpoint.seata.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(SeataEndpoint.class));
    }

    @Test
    void isOffWithSeata() {
        exposed.withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(SeataEndpoint.class));
    }

    @Test
    void needsNoActuator() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SeataEndpointAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("seataEndpoint"));
    }

    private DataSource proxy() {
        DataSourceProxy proxy = mock(DataSourceProxy.class);
        given(proxy.getResourceId()).willReturn("orders");
        given(proxy.getTargetDataSource()).willReturn(database.dataSource());
        return proxy;
    }
}
