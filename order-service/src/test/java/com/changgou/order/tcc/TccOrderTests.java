package com.changgou.order.tcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

import com.changgou.order.Order;
import com.changgou.order.OrderStore;
import java.util.Map;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.junit.jupiter.api.Test;

/** Invariant: confirm and cancel act on the order that try wrote, and on none when they are not told which. */
class TccOrderTests {

    private final OrderStore orders = mock(OrderStore.class);
    private final TccOrder tcc = new TccOrder(orders);

    /** With the annotation in the interface only, the context comes without it. */
    @Test
    void seataFindsTheOrderIdOnTheImplementation() throws NoSuchMethodException {
        assertThat(TccOrder.class
                        .getDeclaredMethod("create", String.class, String.class, Order.class)
                        .getParameters()[0]
                        .getAnnotation(BusinessActionContextParameter.class)
                        .value())
                .isEqualTo(PendingOrder.ORDER_ID);
    }

    @Test
    void confirmAndCancelActOnTheOrderThatTryWrote() {
        BusinessActionContext context =
                new BusinessActionContext("10.0.0.1:8091:1", "2", Map.of(PendingOrder.ORDER_ID, "o1"));

        assertThat(tcc.confirm(context)).isTrue();
        then(orders).should().confirm("o1");
        assertThat(tcc.cancel(context)).isTrue();
        then(orders).should().remove("o1");
    }

    @Test
    void branchThatDoesNotSayWhichOrderItWroteIsAnError() {
        BusinessActionContext empty = new BusinessActionContext("10.0.0.1:8091:1", "2", Map.of());

        assertThatThrownBy(() -> tcc.confirm(empty)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tcc.cancel(empty)).isInstanceOf(IllegalStateException.class);
        then(orders).shouldHaveNoInteractions();
    }
}
