package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.Samples.Decision;
import com.changgou.faultmatrix.check.State.LineRow;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.History.Operation;
import com.changgou.proof.Coordinator;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a check is given, and what several rules need to know of it. */
final class Run {

    final Map<String, Operation> operations;
    final State before;
    final State now;
    final Samples samples;
    final Allowance allowance;
    final Map<String, List<LineRow>> linesByOrder;
    final Map<String, List<OrderRow>> ordersByRequest;
    final Set<String> placedOrderIds;
    final Set<String> standingXids;

    private final Set<String> committedXids;
    private final Set<String> openXids;

    Run(History history, State before, State now, Samples samples, Allowance allowance) {
        this.operations = history.operations();
        this.before = before;
        this.now = now;
        this.samples = samples;
        this.allowance = allowance;
        this.linesByOrder = by(now.orders().lines(), LineRow::orderId);
        this.ordersByRequest = by(now.orders().orders(), OrderRow::requestId);
        this.placedOrderIds = placed(now).map(OrderRow::id).collect(Collectors.toSet());
        this.standingXids = placed(now).map(OrderRow::xid).collect(Collectors.toSet());
        this.openXids =
                now.residue().sessions().stream().map(Coordinator.Session::xid).collect(Collectors.toSet());
        this.committedXids = new HashSet<>(ackedXids());
        placed(before).map(OrderRow::xid).forEach(committedXids::add);
        samples.outcomes().forEach((xid, decision) -> {
            if (decision == Decision.COMMITTED) {
                committedXids.add(xid);
            }
        });
    }

    static Stream<OrderRow> placed(State state) {
        return state.orders().orders().stream().filter(OrderRow::isPlaced);
    }

    static <K, T> Map<K, List<T>> by(Collection<T> rows, Function<T, K> key) {
        return rows.stream().collect(Collectors.groupingBy(key));
    }

    /** Pieces by SKU over the lines of the placed orders. */
    static Map<Long, Integer> sold(State state) {
        Set<String> placed = placed(state).map(OrderRow::id).collect(Collectors.toSet());
        return state.orders().lines().stream()
                .filter(line -> placed.contains(line.orderId()))
                .collect(Collectors.groupingBy(LineRow::skuId, Collectors.summingInt(LineRow::quantity)));
    }

    /** Transactions of which the client was told that they have placed an order. */
    Set<String> ackedXids() {
        return operations.values().stream()
                .filter(Operation::isOk)
                .map(operation -> ((Ok) operation.last()).xid())
                .collect(Collectors.toSet());
    }

    /** The client, the TC's frames or an earlier check say so. That a row stands proves nothing: it may have been left behind. */
    boolean isProvenCommitted(String xid) {
        return committedXids.contains(xid);
    }

    /** The TC's frames say so, or the TC has ended it and the order that each transaction writes does not stand. */
    boolean isProvenRolledBack(String xid) {
        return samples.outcomes().get(xid) == Decision.ROLLED_BACK
                || (!committedXids.contains(xid) && !standingXids.contains(xid) && !openXids.contains(xid));
    }
}
