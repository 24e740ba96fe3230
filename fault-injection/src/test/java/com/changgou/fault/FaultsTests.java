package com.changgou.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.apache.seata.core.context.RootContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: a fault acts where and as often as it was armed, inside a global transaction, and nowhere else. */
class FaultsTests {

    private static final FaultPoint POINT = FaultPoint.GOODS_AFTER_COMMIT;
    private static final String XID = "127.0.0.2:8091:1";

    private final Faults faults = new Faults(FaultPoint.of("goods-service"));

    @BeforeEach
    void bind() {
        RootContext.bind(XID);
    }

    @AfterEach
    void unbind() {
        RootContext.unbind();
    }

    @Test
    void actsAsOftenAsArmed() {
        arm(FaultAction.THROW, 2);
        assertThatThrownBy(() -> faults.pass(POINT)).isInstanceOf(InjectedFaultException.class);
        assertThatThrownBy(() -> faults.pass(POINT)).isInstanceOf(InjectedFaultException.class);
        faults.pass(POINT);
    }

    /** As the walkthrough arms it with curl. */
    @Test
    void timesAndMillisMayBeLeftOut() {
        Fault fault =
                JsonMapper.shared().readValue("{\"point\":\"order.after-insert\",\"action\":\"hold\"}", Fault.class);
        assertThat(fault).isEqualTo(new Fault("order.after-insert", FaultAction.HOLD, 1, 0L));
    }

    @Test
    void actsOnlyAtItsPoint() {
        arm(FaultAction.THROW, 1);
        faults.pass(FaultPoint.GOODS_BEFORE_COMMIT);
        faults.pass(FaultPoint.ORDER_AFTER_INSERT);
        assertThat(faults.state()).anyMatch(state -> !state.armed().isEmpty());
    }

    @Test
    void doesNothingOutsideAGlobalTransaction() {
        RootContext.unbind();
        arm(FaultAction.THROW, 1);
        faults.pass(POINT);
    }

    @Test
    void holdsUntilReleasedAndThenDoesTheNext() {
        arm(FaultAction.HOLD, 1);
        arm(FaultAction.THROW, 1);
        CompletableFuture<Void> passage = heldPassage();
        assertThat(passage).isNotDone();

        faults.release(POINT);

        assertThatThrownBy(passage::join).hasCauseInstanceOf(InjectedFaultException.class);
    }

    @Test
    void clearingDisarmsAndReleases() {
        arm(FaultAction.HOLD, 1);
        CompletableFuture<Void> passage = heldPassage();
        arm(FaultAction.THROW, 1);

        faults.clear();

        passage.join();
        faults.pass(POINT);
    }

    private CompletableFuture<Void> heldPassage() {
        CompletableFuture<Void> passage = CompletableFuture.runAsync(() -> {
            RootContext.bind(XID);
            faults.pass(POINT);
        });
        await().until(() ->
                faults.state().stream().anyMatch(state -> state.holding().contains(XID)));
        return passage;
    }

    private void arm(FaultAction action, int times) {
        faults.arm(POINT, new Fault(POINT.id(), action, times, 0L));
    }
}
