package com.changgou.goods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.SimpleTransactionStatus;

/** Invariant: all lines or none; a refusal names what is short, and stock that goes meanwhile is looked at again. */
@SpringJUnitConfig
class StockTests {

    @Autowired
    private Stock stock;

    @MockitoBean
    private SkuMapper skus;

    @MockitoBean
    private PlatformTransactionManager transactions;

    @Configuration
    @Import(Stock.class)
    @EnableResilientMethods
    @EnableTransactionManagement
    static class Setting {}

    @BeforeEach
    void thereAreTwo() {
        given(transactions.getTransaction(any())).willReturn(new SimpleTransactionStatus());
        given(skus.findAll(any())).willReturn(Map.of(1L, sku(1, 9), 2L, sku(2, 9)));
    }

    @Test
    void deductsAllLinesByOneStatement() {
        given(skus.deduct(any())).willReturn(2);

        assertThat(stock.deduct(command(line(2), line(1))))
                .containsExactly(new PricedLine(2, 3, 200), new PricedLine(1, 3, 100));

        then(skus).should(times(1)).deduct(List.of(line(2), line(1)));
    }

    @Test
    void tellsTooLittleFromUnknown() {
        given(skus.findAll(any())).willReturn(Map.of(1L, sku(1, 2)));
        assertThatThrownBy(() -> stock.deduct(command(line(1))))
                .isInstanceOf(InsufficientStockException.class)
                .hasMessage("SKU 1: 3 wanted, 2 available");
        assertThatThrownBy(() -> stock.deduct(command(line(2)))).isInstanceOf(UnknownSkuException.class);
        then(skus).should(never()).deduct(any());
        then(skus).should(never()).writeJournal(any(), any());
    }

    @Test
    void looksAgainInANewTransactionWhenStockGoesMeanwhile() {
        given(skus.deduct(any())).willReturn(1);
        given(skus.findAll(any()))
                .willReturn(Map.of(1L, sku(1, 9), 2L, sku(2, 9)))
                .willReturn(Map.of(1L, sku(1, 9), 2L, sku(2, 0)));

        assertThatThrownBy(() -> stock.deduct(command(line(1), line(2))))
                .isInstanceOf(InsufficientStockException.class);

        then(skus).should(never()).writeJournal(any(), any());
        then(transactions).should(times(2)).rollback(any());
        then(transactions).should(never()).commit(any());
    }

    @Test
    void givesUpInTheEnd() {
        given(skus.deduct(any())).willReturn(0);

        assertThatThrownBy(() -> stock.deduct(command(line(1)))).isInstanceOf(OptimisticLockingFailureException.class);
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
