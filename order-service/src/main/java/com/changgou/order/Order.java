package com.changgou.order;

import com.changgou.order.goods.PricedLine;
import java.util.List;
import java.util.UUID;

/**
 * An order.
 *
 * @param orderId its id
 * @param userId the customer
 * @param status placed, or pending
 * @param total of all lines, in minor currency units
 * @param xid the global transaction that places it
 * @param lines what is ordered, one line for each SKU
 */
public record Order(String orderId, String userId, OrderStatus status, long total, String xid, List<OrderLine> lines) {

    /**
     * A new order of what was taken out of stock.
     *
     * @param userId the customer
     * @param pricedLines what was taken
     * @param xid the running global transaction
     * @return the order, with an id of its own
     */
    public static Order placed(String userId, List<PricedLine> pricedLines, String xid) {
        List<OrderLine> lines = pricedLines.stream()
                .map(line -> new OrderLine(line.skuId(), line.quantity(), line.price()))
                .toList();
        long total = lines.stream().mapToLong(OrderLine::amount).reduce(0, Math::addExact);
        String orderId = UUID.randomUUID().toString().replace("-", "");
        return new Order(orderId, userId, OrderStatus.PLACED, total, xid, lines);
    }

    Order pending() {
        return new Order(orderId, userId, OrderStatus.PENDING, total, xid, lines);
    }

    int pieces() {
        return lines.stream().mapToInt(OrderLine::quantity).sum();
    }
}
