package com.changgou.goods;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Invariant: rows are locked in one order, whatever order the lines come in. */
class StockTests {

    private final SkuMapper skus = mock(SkuMapper.class);
    private final Stock stock = new Stock(skus);

    @Test
    void locksRowsInTheOrderOfTheirIds() {
        for (long id = 1; id <= 3; id++) {
            given(skus.deduct(id, 1)).willReturn(1);
            given(skus.find(id)).willReturn(new Sku(id, "SKU", 100, 9));
        }

        stock.deduct(command(line(3), line(1), line(2)));

        InOrder order = inOrder(skus);
        order.verify(skus).deduct(1, 1);
        order.verify(skus).deduct(2, 1);
        order.verify(skus).deduct(3, 1);
    }

    @Test
    void tellsTooLittleFromUnknown() {
        given(skus.find(1)).willReturn(new Sku(1, "SKU", 100, 0));
        assertThatThrownBy(() -> stock.deduct(command(line(1))))
                .isInstanceOf(InsufficientStockException.class)
                .hasMessage("SKU 1: 1 wanted, 0 available");
        assertThatThrownBy(() -> stock.deduct(command(line(2)))).isInstanceOf(UnknownSkuException.class);
        then(skus).should(never()).writeJournal(any(), any());
    }

    private static DeductStock command(DeductStock.Line... lines) {
        return new DeductStock("request", List.of(lines));
    }

    private static DeductStock.Line line(long skuId) {
        return new DeductStock.Line(skuId, 1);
    }
}
