package com.changgou.goods.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import com.changgou.goods.Stock;
import java.util.List;
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

/** Invariant: stock that goes between the look and the deduction is looked at again, each time in a new local transaction. */
@SpringJUnitConfig
class AtStockTests {

    private static final DeductStock COMMAND = new DeductStock("request", List.of(new DeductStock.Line(1, 3)));

    @Autowired
    private AtStock atStock;

    @MockitoBean
    private Stock stock;

    @MockitoBean
    private PlatformTransactionManager transactions;

    @Configuration
    @Import(AtStock.class)
    @EnableResilientMethods
    @EnableTransactionManagement
    static class Setting {}

    @BeforeEach
    void open() {
        given(transactions.getTransaction(any())).willReturn(new SimpleTransactionStatus());
    }

    @Test
    void looksAgainInANewTransaction() {
        List<PricedLine> taken = List.of(new PricedLine(1, 3, 100));
        given(stock.take(COMMAND))
                .willThrow(new OptimisticLockingFailureException("gone"))
                .willReturn(taken);

        assertThat(atStock.deduct(COMMAND)).isEqualTo(taken);

        then(transactions).should(times(1)).rollback(any());
        then(transactions).should(times(1)).commit(any());
    }

    @Test
    void givesUpInTheEnd() {
        given(stock.take(COMMAND)).willThrow(new OptimisticLockingFailureException("gone"));

        assertThatThrownBy(() -> atStock.deduct(COMMAND)).isInstanceOf(OptimisticLockingFailureException.class);

        then(transactions).should(never()).commit(any());
    }
}
