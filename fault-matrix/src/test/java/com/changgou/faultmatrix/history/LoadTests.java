package com.changgou.faultmatrix.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.faultmatrix.history.Load.Counts;
import com.changgou.faultmatrix.history.Load.Order;
import com.changgou.faultmatrix.history.Load.Plan;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTests {

    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final List<Mode> MODES = List.of(Mode.values());
    private static final Plan PLAN = new Plan(7, 3, List.of(4L, 5L, 6L), MODES, PAUSE);

    private static final Outcome OK = new Ok("k", Instant.EPOCH, 201, "o", "x");
    private static final Outcome FAIL = new Fail("k", Instant.EPOCH, 409, "no");
    private static final Outcome UNKNOWN = new Unknown("k", Instant.EPOCH, 0, "cut");

    @Test
    void theSameSeedOrdersTheSame() {
        assertThat(first(PLAN, 0)).isEqualTo(first(PLAN, 0));
        assertThat(first(PLAN, 0)).isNotEqualTo(first(PLAN, 1));
        assertThat(first(PLAN, 0)).isNotEqualTo(first(new Plan(8, 3, PLAN.skus(), MODES, PAUSE), 0));
    }

    @Test
    void eachOrderNamesASkuOnceAndAllModesAndSkusAreOrdered() {
        List<Order> orders = first(PLAN, 0);

        assertThat(orders)
                .allSatisfy(order -> assertThat(order.request().lines().stream().map(Line::skuId))
                        .doesNotHaveDuplicates());
        assertThat(orders.stream().map(Order::mode)).containsAll(MODES);
        Set<Long> skus = new HashSet<>();
        orders.forEach(order -> order.request().lines().forEach(line -> skus.add(line.skuId())));
        assertThat(skus).containsExactlyInAnyOrderElementsOf(PLAN.skus());
    }

    @Test
    void countsWhatTheClientsWereToldAndStops() {
        List<Outcome> outcomes = List.of(OK, FAIL, UNKNOWN);
        AtomicInteger calls = new AtomicInteger();
        try (Load load = Load.start((request, mode) -> outcomes.get(calls.getAndIncrement() % 3), PLAN)) {
            await().until(() -> load.counts().all() >= 20);

            Counts counts = load.stop();

            int n = calls.get();
            assertThat(counts).isEqualTo(new Counts((n + 2) / 3, (n + 1) / 3, n / 3));
            assertThat(load.counts()).isEqualTo(counts);
        }
    }

    @Test
    void aClientThatCannotGoOnIsNoSilentOne() {
        CountDownLatch ordered = new CountDownLatch(1);
        try (Load load = Load.start(
                (request, mode) -> {
                    ordered.countDown();
                    throw new IllegalStateException("the disk is full");
                },
                PLAN)) {
            await().until(() -> ordered.getCount() == 0);
            assertThatThrownBy(load::stop).hasRootCauseMessage("the disk is full");
        }
    }

    private static List<Order> first(Plan plan, int client) {
        return plan.orders(client).limit(100).toList();
    }
}
