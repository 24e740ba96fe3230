package com.changgou.goods.tcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import com.changgou.goods.DeductStock;
import com.changgou.goods.Stock;
import java.util.List;
import java.util.Map;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: confirm and cancel act on what try has reserved, and on nothing when they are not told what that was. */
class TccStockTests {

    private static final DeductStock COMMAND = new DeductStock("request", List.of(new DeductStock.Line(1, 3)));

    private final Stock stock = mock(Stock.class);
    private final JsonMapper json = new JsonMapper();
    private final TccStock tcc = new TccStock(stock, json);

    /** With the annotation in the interface only, the context comes without it. */
    @Test
    void seataFindsTheCommandOnTheImplementation() throws NoSuchMethodException {
        assertThat(TccStock.class
                        .getDeclaredMethod("reserve", String.class)
                        .getParameters()[0]
                        .getAnnotation(BusinessActionContextParameter.class)
                        .value())
                .isEqualTo(StockReservation.COMMAND);
    }

    @Test
    void tryFreezesWhatIsLocked() {
        tcc.reserve(json.writeValueAsString(COMMAND));

        InOrder order = inOrder(stock);
        order.verify(stock).lock(COMMAND);
        order.verify(stock).freeze(COMMAND);
    }

    @Test
    void confirmUsesUpWhatTryReserved() {
        assertThat(tcc.confirm(context())).isTrue();

        then(stock).should().useUpFrozen(COMMAND);
        then(stock).shouldHaveNoMoreInteractions();
    }

    @Test
    void cancelGivesBackWhatTryReserved() {
        assertThat(tcc.cancel(context())).isTrue();

        InOrder order = inOrder(stock);
        order.verify(stock).lock(COMMAND);
        order.verify(stock).unfreeze(COMMAND);
    }

    @Test
    void branchThatDoesNotSayWhatItReservedIsAnError() {
        BusinessActionContext empty = new BusinessActionContext("10.0.0.1:8091:1", "2", Map.of());

        assertThatThrownBy(() -> tcc.confirm(empty)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tcc.cancel(empty)).isInstanceOf(IllegalStateException.class);
        then(stock).shouldHaveNoInteractions();
    }

    private BusinessActionContext context() {
        return new BusinessActionContext(
                "10.0.0.1:8091:1", "2", Map.of(StockReservation.COMMAND, json.writeValueAsString(COMMAND)));
    }
}
