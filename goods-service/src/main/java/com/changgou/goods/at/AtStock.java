package com.changgou.goods.at;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import com.changgou.goods.Stock;
import java.util.List;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One local transaction, which the data source proxy makes an AT branch of: there is nothing of Seata to be seen in it. */
@Component
class AtStock {

    private final Stock stock;

    AtStock(Stock stock) {
        this.stock = stock;
    }

    /** Stock that goes between the look and the deduction is looked at again, in a new local transaction. */
    @Retryable(includes = OptimisticLockingFailureException.class, delay = 0)
    @Transactional
    public List<PricedLine> deduct(DeductStock command) {
        return stock.take(command);
    }
}
