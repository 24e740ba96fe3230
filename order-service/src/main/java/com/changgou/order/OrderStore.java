package com.changgou.order;

import com.changgou.order.points.PointsTasks;
import java.util.List;
import java.util.Optional;
import org.apache.seata.spring.annotation.GlobalLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The orders in this service's database. */
@Component
class OrderStore {

    private final OrderMapper orders;
    private final PointsTasks points;

    OrderStore(OrderMapper orders, PointsTasks points) {
        this.orders = orders;
        this.points = points;
    }

    /** One local transaction: under Seata AT it is this service's branch. The task for the points is part of it. */
    @Transactional
    public void save(String requestId, Order order) {
        orders.insert(requestId, order);
        orders.insertLines(order);
        orders.writeJournal(requestId, order, order.pieces());
        points.add(order.orderId(), order.userId(), order.total());
    }

    @Transactional(readOnly = true)
    public Optional<Order> find(String orderId) {
        return withLines(orders.find(orderId));
    }

    @Transactional(readOnly = true)
    public List<Order> page(String userId, int page, int size) {
        return orders.page(userId, size, (long) page * size).stream()
                .flatMap(header -> withLines(header).stream())
                .toList();
    }

    long count(String userId) {
        return orders.count(userId);
    }

    boolean customerExists(String userId) {
        return orders.customerExists(userId);
    }

    boolean isWritten(String requestId) {
        return orders.findByRequest(requestId) != null;
    }

    /**
     * Reads an order that cannot be rolled back any more: the read asks the TC for the row's global lock, which a
     * transaction keeps until it is committed or its rows are undone.
     *
     * @throws org.springframework.dao.DataAccessException if the lock is still held
     */
    @GlobalLock(lockRetryInterval = 10, lockRetryTimes = 5)
    @Transactional
    public Optional<Order> findCommitted(String requestId) {
        return withLines(orders.lockByRequest(requestId));
    }

    private Optional<Order> withLines(OrderMapper.@Nullable Header header) {
        return Optional.ofNullable(header)
                .map(found -> new Order(
                        found.orderId(),
                        found.userId(),
                        found.status(),
                        found.total(),
                        found.xid(),
                        orders.lines(found.orderId())));
    }
}
