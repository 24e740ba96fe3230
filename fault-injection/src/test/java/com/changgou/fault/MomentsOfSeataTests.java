package com.changgou.fault;

import static org.apache.seata.spring.boot.autoconfigure.StarterConstants.CLIENT_TM_PREFIX;
import static org.apache.seata.spring.boot.autoconfigure.StarterConstants.PROPERTY_BEAN_MAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.seata.branch.BranchListener.Branch;
import com.changgou.seata.global.GlobalListener.End;
import feign.Client;
import feign.Request;
import feign.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.seata.common.Constants;
import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.apache.seata.spring.boot.autoconfigure.SeataCoreEnvironmentPostProcessor;
import org.apache.seata.spring.boot.autoconfigure.properties.client.TmProperties;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Invariant: the moments inside Seata are reached, and whoever is to be held at one has an hour, and nobody else. */
class MomentsOfSeataTests {

    private static final String XID = "127.0.0.2:8091:1";
    private static final Branch BRANCH = new Branch(BranchType.AT, XID, 7, "orders");

    private final List<String> held = new ArrayList<>();
    private final Faults faults = new Faults(FaultPoint.of("order-service"), List.of(new FaultListener() {

        @Override
        public Runnable held(String point, String xid) {
            held.add(point);
            return () -> {};
        }

        @Override
        public void thrown(String point, String xid) {}
    }));

    /** What Seata's classes read in their static initializers. */
    @BeforeAll
    static void giveSeataItsEnvironment() {
        ObjectHolder.INSTANCE.setObject(
                Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT,
                new MockEnvironment()
                        .withProperty("seata.config.type", "file")
                        .withProperty("seata.registry.type", "file"));
        SeataCoreEnvironmentPostProcessor.init();
        PROPERTY_BEAN_MAP.put(CLIENT_TM_PREFIX, TmProperties.class);
    }

    @AfterEach
    void leave() {
        RootContext.unbind();
        RequestContextHolder.resetRequestAttributes();
        TransactionManagerHolder.set(null);
    }

    @Test
    void branchesAndDecisions() {
        FaultPoint.of("order-service")
                .forEach(point -> faults.arm(point, new Fault(point.id(), FaultAction.HOLD, 1, 1L)));
        try (FaultyBranches branches =
                new FaultyBranches(faults, FaultPoint.ORDER_BRANCH_REGISTERED, FaultPoint.ORDER_BEFORE_PHASE_TWO)) {
            branches.registered(BRANCH, Duration.ZERO);
            new FaultyDecisions(faults).ended(XID, End.COMMIT, GlobalStatus.Committed, Duration.ZERO);
            branches.ending(BRANCH);
        }

        assertThat(held).containsExactly("order.branch-registered", "order.after-decision", "order.before-phase-two");
    }

    @Test
    void theCallOfWhoIsToBeHeldMayTakeAnHour() throws Exception {
        RootContext.bind(XID);
        assertThat(readTimeoutOfACall()).isEqualTo(10_000);
        faults.arm(FaultPoint.ORDER_AFTER_INSERT, new Fault("order.after-insert", FaultAction.HOLD, 1, 0L, XID, null));
        assertThat(readTimeoutOfACall()).isEqualTo(3_600_000);
    }

    @Test
    void theTransactionOfWhoIsToBeHeldMayLastAnHour() {
        Timeouts tc = new Timeouts();
        TransactionManagerHolder.set(tc);
        Placement placement = (Placement)
                new PatientTransactions(() -> faults).postProcessAfterInitialization(new Placement(), "placement");
        faults.arm(
                FaultPoint.ORDER_AFTER_INSERT, new Fault("order.after-insert", FaultAction.HOLD, 1, 0L, null, "mine"));

        placement.place();
        assertThat(tc.begun).isEmpty();
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Idempotency-Key", "mine");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        placement.place();

        assertThat(tc.begun).containsExactly("place-order 3600000");
    }

    private int readTimeoutOfACall() throws Exception {
        int[] seen = new int[1];
        Client client = new FaultyFeignCalls(faults).enrich((Client) (request, options) -> {
            seen[0] = options.readTimeoutMillis();
            return Response.builder()
                    .request(request)
                    .status(200)
                    .headers(Map.of())
                    .build();
        });
        Request request =
                Request.create(Request.HttpMethod.POST, "http://goods", Map.of(), null, StandardCharsets.UTF_8, null);
        client.execute(request, new Request.Options(1, TimeUnit.SECONDS, 10, TimeUnit.SECONDS, true))
                .close();
        return seen[0];
    }

    /** Without Seata's own interceptor, which would begin the transactions of everybody else. */
    static class Placement {

        @GlobalTransactional(name = "place-order", timeoutMills = 15_000)
        public void place() {}
    }

    private static final class Timeouts implements TransactionManager {

        private final List<String> begun = new ArrayList<>();

        @Override
        public String begin(String application, String group, String name, int timeout) {
            begun.add(name + " " + timeout);
            return XID;
        }

        @Override
        public GlobalStatus commit(String xid) throws TransactionException {
            return GlobalStatus.Committed;
        }

        @Override
        public GlobalStatus rollback(String xid) throws TransactionException {
            return GlobalStatus.Rollbacked;
        }

        @Override
        public GlobalStatus getStatus(String xid) throws TransactionException {
            return GlobalStatus.Finished;
        }

        @Override
        public GlobalStatus globalReport(String xid, GlobalStatus status) throws TransactionException {
            return status;
        }
    }
}
