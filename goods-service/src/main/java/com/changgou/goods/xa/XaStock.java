package com.changgou.goods.xa;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import com.changgou.goods.Stock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One local transaction, which the XA proxy prepares instead of committing: its rows stay locked until phase two. */
@Component
class XaStock {

    private final Stock stock;

    XaStock(Stock stock) {
        this.stock = stock;
    }

    @Transactional
    public List<PricedLine> deduct(DeductStock command) {
        stock.lock(command);
        return stock.take(command);
    }
}
