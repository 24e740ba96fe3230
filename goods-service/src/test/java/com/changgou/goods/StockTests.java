package com.changgou.goods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

import com.changgou.seata.datasource.GlobalLocks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;

/** Invariant: all lines or none; a refusal names what is short; what an AT branch may undo is written by nobody else. */
class StockTests {

    private final SkuMapper skus = mock(SkuMapper.class);
    private final GlobalLocks globalLocks = mock(GlobalLocks.class);
    private final Stock stock = new Stock(skus, globalLocks);

    @BeforeEach
    void thereAreTwo() {
        given(skus.findAll(any())).willReturn(Map.of(1L, sku(1, 9), 2L, sku(2, 9)));
    }

    @Test
    void takesAllLinesByOneStatement() {
        given(skus.deduct(any())).willReturn(2);

        assertThat(stock.take(command(line(2), line(1))))
                .containsExactly(new PricedLine(2, 3, 200), new PricedLine(1, 3, 100));

        then(skus).should(times(1)).deduct(List.of(line(2), line(1)));
    }

    @Test
    void freezesAllLinesByOneStatement() {
        given(skus.freeze(any())).willReturn(1);

        assertThat(stock.freeze(command(line(1)))).containsExactly(new PricedLine(1, 3, 100));

        then(skus).should(times(1)).freeze(List.of(line(1)));
        then(skus).should(never()).deduct(any());
    }

    @Test
    void tellsTooLittleFromUnknown() {
        given(skus.findAll(any())).willReturn(Map.of(1L, sku(1, 2)));
        assertThatThrownBy(() -> stock.take(command(line(1))))
                .isInstanceOf(InsufficientStockException.class)
                .hasMessage("SKU 1: 3 wanted, 2 available");
        assertThatThrownBy(() -> stock.take(command(line(2)))).isInstanceOf(UnknownSkuException.class);
        then(skus).should(never()).deduct(any());
        then(skus).should(never()).writeJournal(any(), any());
    }

    @Test
    void stockThatGoesMeanwhileIsNotTaken() {
        given(skus.deduct(any())).willReturn(1);

        assertThatThrownBy(() -> stock.take(command(line(1), line(2))))
                .isInstanceOf(OptimisticLockingFailureException.class);
    }

    /** Red the other way round: it would hold the rows while it waits for the journal of the attempt that is being undone. */
    @Test
    void journalComesBeforeTheRows() {
        given(skus.deduct(any())).willReturn(1);

        stock.take(command(line(1)));

        InOrder order = inOrder(skus);
        order.verify(skus).writeJournal(any(), any());
        order.verify(skus).deduct(any());
    }

    @Test
    void holdsTheRowsWhileItAsksForTheirGlobalLocks() {
        given(skus.lock(List.of(2L, 1L))).willReturn(List.of(1L, 2L));

        stock.lock(command(line(2), line(1)));

        InOrder order = inOrder(skus, globalLocks);
        order.verify(skus).lock(List.of(2L, 1L));
        order.verify(globalLocks).requireFree("tb_sku", List.of(1L, 2L));
    }

    @Test
    void rowThatAnAtBranchMayUndoIsNotGiven() {
        given(skus.lock(any())).willReturn(List.of(1L));
        willThrow(new QueryTimeoutException("locked")).given(globalLocks).requireFree(any(), any());

        assertThatThrownBy(() -> stock.lock(command(line(1)))).isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void moreThanWasFrozenIsNeitherUsedUpNorGivenBack() {
        assertThatThrownBy(() -> stock.useUpFrozen(command(line(1)))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stock.unfreeze(command(line(1)))).isInstanceOf(IllegalStateException.class);

        then(skus).should(never()).deleteJournal(any());
    }

    private static Sku sku(long id, int stock) {
        return new Sku(id, "SKU " + id, id * 100, stock);
    }

    private static DeductStock command(DeductStock.Line... lines) {
        return new DeductStock("request", List.of(lines));
    }

    private static DeductStock.Line line(long skuId) {
        return new DeductStock.Line(skuId, 3);
    }
}
