package com.changgou.order;

import com.changgou.order.goods.PricedLine;
import java.util.List;
import java.util.UUID;

/** A placed order; {@code total} in minor currency units. */
record Order(String orderId, String userId, OrderStatus status, long total, String xid, List<OrderLine> lines) {

    static Order placed(String userId, List<PricedLine> pricedLines, String xid) {
        List<OrderLine> lines = pricedLines.stream()
                .map(line -> new OrderLine(line.skuId(), line.quantity(), line.price()))
                .toList();
        long total = lines.stream().mapToLong(OrderLine::amount).reduce(0, Math::addExact);
        String orderId = UUID.randomUUID().toString().replace("-", "");
        return new Order(orderId, userId, OrderStatus.PLACED, total, xid, lines);
    }

    int pieces() {
        return lines.stream().mapToInt(OrderLine::quantity).sum();
    }
}
