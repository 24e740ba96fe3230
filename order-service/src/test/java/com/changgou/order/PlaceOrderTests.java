package com.changgou.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.order.goods.PricedLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceOrderTests {

    private static final PlaceOrder.Line A = new PlaceOrder.Line(1L, 2);
    private static final PlaceOrder.Line B = new PlaceOrder.Line(2L, 1);

    @Test
    void sameRequestHasTheSameHashInAnyOrderOfItsLines() {
        assertThat(new PlaceOrder("u1", List.of(A, B)).hash())
                .isEqualTo(new PlaceOrder("u1", List.of(B, A)).hash())
                .hasSize(64);
    }

    @Test
    void otherRequestHasAnotherHash() {
        String hash = new PlaceOrder("u1", List.of(A, B)).hash();
        assertThat(new PlaceOrder("u2", List.of(A, B)).hash()).isNotEqualTo(hash);
        assertThat(new PlaceOrder("u1", List.of(A)).hash()).isNotEqualTo(hash);
        assertThat(new PlaceOrder("u1", List.of(A, new PlaceOrder.Line(2L, 2))).hash())
                .isNotEqualTo(hash);
    }

    @Test
    void seesASkuThatIsNamedTwice() {
        assertThat(new PlaceOrder("u1", List.of(A, new PlaceOrder.Line(1L, 9))).isEachSkuNamedOnce())
                .isFalse();
        assertThat(new PlaceOrder("u1", List.of(A, B)).isEachSkuNamedOnce()).isTrue();
    }

    @Test
    void totalIsInMinorUnitsAndNeverWrapsAround() {
        Order order = Order.placed("u1", List.of(new PricedLine(1, 2, 129_900), new PricedLine(2, 1, 1)), "xid");
        assertThat(order.total()).isEqualTo(259_801);
        List<PricedLine> tooMuch = List.of(new PricedLine(1, 1_000, Long.MAX_VALUE / 10));
        assertThatThrownBy(() -> Order.placed("u1", tooMuch, "xid")).isInstanceOf(ArithmeticException.class);
    }
}
