package com.changgou.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.seata.core.context.RootContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: a fault acts where and as often as it was armed, inside a global transaction, and nowhere else. */
class FaultsTests {

    private static final FaultPoint POINT = FaultPoint.GOODS_AFTER_COMMIT;
    private static final String XID = "127.0.0.2:8091:1";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Runnable released = () -> heard.add("released");
    private final Faults faults = new Faults(FaultPoint.of("goods-service"), List.of(new FaultListener() {

        @Override
        public Runnable held(String point, String xid) {
            heard.add("held " + point + " " + xid);
            return released;
        }

        @Override
        public void thrown(String point, String xid) {
            heard.add("thrown " + point + " " + xid);
        }
    }));

    @BeforeEach
    void bind() {
        RootContext.bind(XID);
    }

    @AfterEach
    void unbind() {
        RootContext.unbind();
        RequestContextHolder.resetRequestAttributes();
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
        assertThat(fault.holdMillis()).isEqualTo(120_000);
    }

    @Test
    void actsOnlyForItsTransaction() {
        arm(new Fault(POINT.id(), FaultAction.THROW, 1, 0L, "127.0.0.2:8091:2", null));
        faults.pass(POINT);
        assertThatThrownBy(() -> faults.pass(POINT, "127.0.0.2:8091:2")).isInstanceOf(InjectedFaultException.class);
    }

    @Test
    void actsOnlyForItsRequest() {
        arm(new Fault(POINT.id(), FaultAction.THROW, 1, 0L, null, "mine"));
        faults.pass(POINT);
        serve("another");
        faults.pass(POINT);
        serve("mine");
        assertThatThrownBy(() -> faults.pass(POINT)).isInstanceOf(InjectedFaultException.class);
    }

    /** One filter is enough to wait for: an hour, where the business would give up after seconds. */
    @Test
    void knowsWhoIsToBeHeld() {
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 0L));
        arm(new Fault(POINT.id(), FaultAction.THROW, 1, 0L, XID, null));
        assertThat(faults.isToBeHeld(XID)).isFalse();
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 0L, XID, null));
        assertThat(faults.isToBeHeld("127.0.0.2:8091:2")).isFalse();
        assertThat(faults.isToBeHeld(XID)).isTrue();
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 0L, null, "mine"));
        assertThat(faults.isToBeHeld(null)).isFalse();
        serve("mine");
        assertThat(faults.isToBeHeld(null)).isTrue();
    }

    /** As the TC does, which asks again for a phase two that does not answer. */
    @Test
    void whoPassesAgainWhileHeldWaitsToo() {
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 0L, XID, null));
        CompletableFuture<Void> first = heldPassage();
        CompletableFuture<Void> second = passage();
        await().until(() -> heard.size() == 2);
        assertThat(second).isNotDone();

        faults.release(POINT, xid -> true);

        first.join();
        second.join();
    }

    /** A hold for anybody lets the next one pass, as it did before there were filters. */
    @Test
    void whoPassesWhileSomebodyIsHeldPasses() {
        arm(FaultAction.HOLD, 1);
        CompletableFuture<Void> first = heldPassage();
        passage().join();
        assertThat(first).isNotDone();
        faults.clear();
        first.join();
    }

    @Test
    void holdsForAsLongAsItSays() {
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 1L));
        faults.pass(POINT);
        assertThat(faults.state()).allMatch(state -> state.holding().isEmpty());
    }

    @Test
    void tellsOfWhatItDoes() {
        arm(FaultAction.DELAY, 1);
        arm(FaultAction.THROW, 1);
        assertThatThrownBy(() -> faults.pass(POINT)).isInstanceOf(InjectedFaultException.class);
        assertThat(heard)
                .containsExactly("held " + POINT.id() + " " + XID, "released", "thrown " + POINT.id() + " " + XID);
    }

    @Test
    void releasesOneTransactionOnly() {
        arm(FaultAction.HOLD, 1);
        CompletableFuture<Void> passage = heldPassage();

        faults.release(POINT, "127.0.0.2:8091:2"::equals);
        faults.clear("127.0.0.2:8091:2", null);
        assertThat(passage).isNotDone();

        faults.clear(XID, null);
        passage.join();
    }

    /** An observer that steps from point to point would else meet the same one again. */
    @Test
    void whoIsReleasedIsHeldNoMoreAlsoBeforeItsThreadGoesOn() {
        arm(FaultAction.HOLD, 1);
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        released = goesOn::join;
        CompletableFuture<Void> passage = heldPassage();

        faults.release(POINT, xid -> true);

        assertThat(faults.state()).allMatch(state -> state.holding().isEmpty());
        assertThat(passage).isNotDone();
        goesOn.complete(null);
        passage.join();
    }

    @Test
    void clearsWhatWasArmedForOne() {
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 0L, XID, null));
        arm(new Fault(POINT.id(), FaultAction.HOLD, 1, 0L, null, "mine"));
        arm(new Fault(POINT.id(), FaultAction.THROW, 1, 0L));

        faults.clear(XID, "mine");

        assertThat(faults.state().stream().flatMap(state -> state.armed().stream()))
                .containsExactly(new Fault(POINT.id(), FaultAction.THROW, 1, 0L));
    }

    /** Out of Seata's own code: it would leave the local transaction half done. */
    @ParameterizedTest
    @ValueSource(strings = {"goods.branch-registered", "goods.before-phase-two"})
    void refusesToThrowInsideSeata(String point) {
        FaultController http = new FaultController(faults);
        assertThatThrownBy(() -> http.arm(new Fault(point, FaultAction.THROW, 1, 0L)))
                .hasMessageContaining("400")
                .hasMessageContaining("inside Seata");
        http.arm(new Fault(point, FaultAction.HOLD, 1, 900_000L));
        assertThatThrownBy(() -> http.arm(new Fault(point, FaultAction.HOLD, 1, 900_001L)))
                .hasMessageContaining("900000 ms at most");
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

        faults.release(POINT, xid -> true);

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
        CompletableFuture<Void> passage = passage();
        await().until(() ->
                faults.state().stream().anyMatch(state -> state.holding().contains(XID)));
        return passage;
    }

    private CompletableFuture<Void> passage() {
        return CompletableFuture.runAsync(() -> faults.pass(POINT, XID));
    }

    private static void serve(String key) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Idempotency-Key", key);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }

    private void arm(FaultAction action, int times) {
        arm(new Fault(POINT.id(), action, times, 0L));
    }

    private void arm(Fault fault) {
        faults.arm(POINT, fault);
    }
}
