package com.changgou.order;

import com.changgou.order.points.PointsTasks;
import java.util.List;
import java.util.Optional;
import org.apache.seata.spring.annotation.GlobalLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The orders in this service's database. */
@Component
public class OrderStore {

    private final OrderMapper orders;
    private final PointsTasks points;

    OrderStore(OrderMapper orders, PointsTasks points) {
        this.orders = orders;
        this.points = points;
    }

    /**
     * Writes an order in one local transaction: under AT and XA it is this service's branch. The task for the points is part of it.
     *
     * @param requestId the request that it is placed for
     * @param order what to write
     */
    @Transactional
    public void save(String requestId, Order order) {
        write(requestId, order);
        earnPoints(order);
    }

    /**
     * Writes an order that earns no points yet, inside the caller's local transaction.
     *
     * @param requestId the request that it is placed for
     * @param order what to write
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void savePending(String requestId, Order order) {
        write(requestId, order.pending());
    }

    /**
     * Makes a pending order a placed one, inside the caller's local transaction. The task for the points is part of it.
     *
     * @param orderId the pending order
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirm(String orderId) {
        orders.place(orderId);
        earnPoints(find(orderId).orElseThrow(() -> new OrderNotFoundException(orderId)));
    }

    /**
     * Removes an order with all that was written for it, inside the caller's local transaction.
     *
     * @param orderId the pending order
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(String orderId) {
        orders.deleteJournal(orderId);
        orders.deleteLines(orderId);
        orders.delete(orderId);
    }

    private void write(String requestId, Order order) {
        orders.insert(requestId, order);
        orders.insertLines(order);
        orders.writeJournal(requestId, order, order.pieces());
    }

    private void earnPoints(Order order) {
        points.add(order.orderId(), order.userId(), order.total());
    }

    /**
     * Reads an order.
     *
     * @param orderId its id
     * @return empty when there is none
     */
    @Transactional(readOnly = true)
    public Optional<Order> find(String orderId) {
        return withLines(orders.find(orderId));
    }

    @Transactional(readOnly = true)
    List<Order> page(String userId, int page, int size) {
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

    /** Sees what is not committed, too: a prepared XA branch shows its row to nobody else, and may still be committed. */
    @Transactional(isolation = Isolation.READ_UNCOMMITTED)
    public boolean isWritten(String requestId) {
        return orders.findByRequest(requestId) != null;
    }

    /**
     * Reads an order that cannot be rolled back any more: the read asks the TC for the row's global lock, which a
     * transaction keeps until it is committed or its rows are undone. Under TCC, which has no such lock, the status tells;
     * under XA the row is not there for a plain read, and would have to be waited for.
     *
     * @param requestId the request that it was placed for
     * @return empty when there is none, or it is not decided
     * @throws org.springframework.dao.DataAccessException if the lock is still held
     */
    @GlobalLock(lockRetryInterval = 10, lockRetryTimes = 5)
    @Transactional
    public Optional<Order> findCommitted(String requestId) {
        OrderMapper.Header written = orders.findByRequest(requestId);
        if (written == null) {
            return Optional.empty();
        }
        // By its id, as a rollback locks it: the two would deadlock over two keys.
        return withLines(orders.lock(written.orderId())).filter(order -> order.status() == OrderStatus.PLACED);
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
