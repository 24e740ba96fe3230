package com.changgou.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.order.Order;
import com.changgou.order.OrderLine;
import com.changgou.order.OrderPlacement;
import com.changgou.order.OrderStore;
import com.changgou.order.PlaceOrder;
import com.changgou.order.SomeOrders;
import com.changgou.order.goods.DeductStock;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import com.changgou.order.goods.SomeGoods;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/** Invariant: a baseline does what the mode does that is measured against it, in that order, and only the transaction is missing. */
class PlacementTests {

    private static final PlaceOrder TWO_LINES =
            new PlaceOrder("u1", List.of(new PlaceOrder.Line(1L, 2), new PlaceOrder.Line(7L, 3)));

    private final List<Object> done = new ArrayList<>();

    private final Goods goods = SomeGoods.of(command -> {
        done.add(command);
        return command.lines().stream()
                .map(line -> new PricedLine(line.skuId(), line.quantity(), 100))
                .toList();
    });

    private final OrderStore orders = new SomeOrders((requestId, order) -> done.add(new Saved(requestId, order)));

    private record Saved(String requestId, Order order) {}

    @Test
    void localDeductsOnceAndThenSaves() {
        Order order = new LocalPlacement(goods, orders).place("r1", TWO_LINES);

        assertThat(done).containsExactly(TWO_LINES.deduction("r1"), new Saved("r1", order));
    }

    @ParameterizedTest
    @MethodSource("split")
    void splitDeductsOncePerLineInTheirOrderAndThenSaves(Class<? extends OrderPlacement> split) {
        Order order = placement(split).place("r1", TWO_LINES);

        assertThat(done)
                .containsExactly(
                        new DeductStock("r1", List.of(new DeductStock.Line(1, 2))),
                        new DeductStock("r1", List.of(new DeductStock.Line(7, 3))),
                        new Saved("r1", order));
    }

    @ParameterizedTest
    @MethodSource("all")
    void orderIsTheCustomersWithEveryLineAtItsPrice(Class<? extends OrderPlacement> each) {
        Order order = placement(each).place("r1", TWO_LINES);

        assertThat(order.userId()).isEqualTo("u1");
        assertThat(order.lines()).containsExactly(new OrderLine(1, 2, 100), new OrderLine(7, 3, 100));
        assertThat(order.total()).isEqualTo(500);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatGoodsDoesNotGiveIsNotSaved(Class<? extends OrderPlacement> each) {
        Goods refusing = SomeGoods.of(command -> {
            throw new IllegalStateException("no");
        });

        assertThatThrownBy(() -> placement(each, refusing).place("r1", TWO_LINES))
                .hasMessage("no");
        assertThat(done).isEmpty();
    }

    /** The column takes no null, and a proof must not take it for an XID. */
    @ParameterizedTest
    @MethodSource("local")
    void localOrderSaysWhoseItIsInPlaceOfAnXid(Class<? extends OrderPlacement> local) {
        assertThat(placement(local).place("r1", TWO_LINES).xid()).isEqualTo("local:r1");
    }

    @Test
    void splitAtOrderNamesTheGlobalTransaction() {
        RootContext.bind("127.0.0.2:8091:42");
        try {
            assertThat(placement(AtSplitPlacement.class).place("r1", TWO_LINES).xid())
                    .isEqualTo("127.0.0.2:8091:42");
        } finally {
            RootContext.unbind();
        }
    }

    /** With the annotation it would be AT, and every ratio 1. */
    @ParameterizedTest
    @MethodSource("local")
    void localHasNoGlobalTransaction(Class<? extends OrderPlacement> local) {
        assertThat(AnnotatedElementUtils.hasAnnotation(local, GlobalTransactional.class))
                .isFalse();
        assertThat(ReflectionUtils.getAllDeclaredMethods(local))
                .noneMatch(method -> AnnotatedElementUtils.hasAnnotation(method, GlobalTransactional.class));
    }

    @Test
    void splitAtIsRolledBackByWhateverIsThrown() throws NoSuchMethodException {
        GlobalTransactional transaction = AtSplitPlacement.class
                .getDeclaredMethod("place", String.class, PlaceOrder.class)
                .getAnnotation(GlobalTransactional.class);

        assertThat(transaction.name()).isEqualTo("place-order-split");
        assertThat(transaction.rollbackFor()).containsExactly(Throwable.class);
    }

    static Stream<Class<? extends OrderPlacement>> local() {
        return Stream.of(LocalPlacement.class, LocalSplitPlacement.class);
    }

    static Stream<Class<? extends OrderPlacement>> split() {
        return Stream.of(LocalSplitPlacement.class, AtSplitPlacement.class);
    }

    static Stream<Class<? extends OrderPlacement>> all() {
        return Stream.concat(local(), Stream.of(AtSplitPlacement.class));
    }

    private OrderPlacement placement(Class<? extends OrderPlacement> type) {
        return placement(type, goods);
    }

    private OrderPlacement placement(Class<? extends OrderPlacement> type, Goods from) {
        return Stream.of(
                        new LocalPlacement(from, orders),
                        new LocalSplitPlacement(from, orders),
                        new AtSplitPlacement(from, orders))
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }
}
