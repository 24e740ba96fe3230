package com.changgou.baseline;

import com.changgou.order.goods.DeductStock;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.PricedLine;
import java.util.List;

/** One call to the goods service for each line; its journal has a row for each SKU of a request, so it takes them apart, too. */
final class SplitDeduction {

    private SplitDeduction() {}

    static List<PricedLine> deduct(Goods goods, DeductStock whole) {
        return whole.lines().stream()
                .flatMap(line -> goods.deduct(new DeductStock(whole.requestId(), List.of(line))).stream())
                .toList();
    }
}
