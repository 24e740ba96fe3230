package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.Samples.Decision;
import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.LineRow;
import com.changgou.faultmatrix.check.State.OrderEntry;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.check.State.StockEntry;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.History.Operation;
import com.changgou.proof.OrderApi.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I2, I3 and I10: orders, and the promises and decisions that they come from. */
final class OrderRules {

    private OrderRules() {}

    /** I2. */
    static void areWhole(Run run, Violations violations) {
        Map<String, List<StockEntry>> taken = Run.by(run.now.goods().journal(), StockEntry::requestId);
        Map<String, List<OrderEntry>> entered = Run.by(run.now.orders().journal(), OrderEntry::requestId);
        Set<String> requests = new TreeSet<>(run.ordersByRequest.keySet());
        requests.addAll(taken.keySet());
        requests.addAll(entered.keySet());
        for (String request : requests) {
            List<OrderRow> orders = run.ordersByRequest.getOrDefault(request, List.of());
            String subject = "request " + request;
            if (orders.size() == 1) {
                isWhole(
                        run,
                        orders.get(0),
                        taken.getOrDefault(request, List.of()),
                        entered.getOrDefault(request, List.of()),
                        violations);
            } else if (orders.isEmpty()) {
                violations.add(
                        subject,
                        "an order or no journal row",
                        "no order, " + taken.getOrDefault(request, List.of()).size() + " stock and "
                                + entered.getOrDefault(request, List.of()).size() + " order journal rows");
            } else {
                violations.add(subject, "one order", orders.size() + " orders");
            }
        }
        haveTheirOrder(run, violations);
    }

    private static void isWhole(
            Run run, OrderRow order, List<StockEntry> taken, List<OrderEntry> entered, Violations violations) {
        String subject = "request " + order.requestId() + ", order " + order.id() + ", ";
        List<LineRow> lines = run.linesByOrder.getOrDefault(order.id(), List.of());
        violations.requireEqual(
                subject + "stock journal",
                quantities(lines.stream().map(line -> new Line(line.skuId(), line.quantity()))),
                quantities(taken.stream().map(entry -> new Line(entry.skuId(), entry.quantity()))));
        int pieces = lines.stream().mapToInt(LineRow::quantity).sum();
        violations.requireEqual(
                subject + "order journal", List.of(new OrderEntry(order.requestId(), order.id(), pieces)), entered);
        violations.requireEqual(
                subject + "total",
                lines.stream().mapToLong(line -> line.price() * line.quantity()).sum(),
                order.total());
    }

    /** A pending order has no task yet: confirm writes it. */
    private static void haveTheirOrder(Run run, Violations violations) {
        Map<String, Long> tasks = Stream.of(
                        run.now.orders().tasks(), run.now.orders().finishedTasks())
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(TaskRow::orderId, TreeMap::new, Collectors.counting()));
        for (OrderRow order : run.now.orders().orders()) {
            long expected = order.isPlaced() && order.points() > 0 ? 1 : 0;
            Long found = tasks.remove(order.id());
            violations.requireEqual(
                    "order " + order.id() + " (" + order.status() + "), tasks", expected, found == null ? 0L : found);
        }
        tasks.forEach((order, count) -> violations.add("task of order " + order, "an order", "none"));
        Set<String> orders =
                run.now.orders().orders().stream().map(OrderRow::id).collect(Collectors.toSet());
        run.linesByOrder.keySet().stream()
                .filter(order -> !orders.contains(order))
                .sorted()
                .forEach(order -> violations.add("lines of order " + order, "an order", "none"));
    }

    /** All quantities of each SKU, so that a row that is there twice differs from one that is there once. */
    private static Map<Long, List<Integer>> quantities(Stream<Line> lines) {
        return lines.sorted(Comparator.comparing(Line::quantity))
                .collect(Collectors.groupingBy(
                        Line::skuId, TreeMap::new, Collectors.mapping(Line::quantity, Collectors.toList())));
    }

    /** I3. */
    static void promisesAreKept(Run run, Violations violations) {
        run.operations.values().forEach(operation -> isKept(run, operation, violations));
        Set<String> earlier =
                run.before.orders().orders().stream().map(OrderRow::id).collect(Collectors.toSet());
        Run.placed(run.now)
                .filter(order -> !earlier.contains(order.id()) && !run.operations.containsKey(order.requestId()))
                .forEach(order -> violations.add("order " + order.id(), "a request for it", "none"));
        Run.placed(run.before)
                .filter(order -> !run.placedOrderIds.contains(order.id()))
                .forEach(order -> violations.add("order " + order.id() + " of before", "placed", "no such order"));
    }

    private static void isKept(Run run, Operation operation, Violations violations) {
        String subject = "request " + operation.key();
        List<OrderRow> orders = run.ordersByRequest.getOrDefault(operation.key(), List.of()).stream()
                .filter(OrderRow::isPlaced)
                .toList();
        Invoke invoke = operation.invoke();
        if (invoke == null) {
            violations.add(subject, "to be sent before it is answered", operation.last());
            return;
        }
        if (operation.isFailed()) {
            orders.forEach(order -> violations.add(subject, "no order: it was refused", "order " + order.id()));
            return;
        }
        if (operation.last() instanceof Ok ok) {
            List<String> promised = List.of(ok.orderId() + " of " + ok.xid());
            violations.requireEqual(
                    subject,
                    promised,
                    orders.stream()
                            .map(order -> order.id() + " of " + order.xid())
                            .toList());
        }
        for (OrderRow order : orders) {
            violations.requireEqual(
                    subject + ", order " + order.id(),
                    invoke.request().userId() + " " + quantities(invoke.request().lines().stream()),
                    order.userId() + " "
                            + quantities(run.linesByOrder.getOrDefault(order.id(), List.of()).stream()
                                    .map(line -> new Line(line.skuId(), line.quantity()))));
        }
    }

    /**
     * I10. A guard row is written by an undo, a cancelled fence row by a cancel; a confirmed one by a commit, and each commit leaves an
     * order.
     */
    static void haveOneOutcome(Run run, Violations violations) {
        Set<String> confirmed = new TreeSet<>();
        run.now.residue().fences().stream()
                .filter(fence -> fence.status() == Fence.CONFIRMED)
                .map(Fence::xid)
                .forEach(confirmed::add);
        run.samples.outcomes().forEach((xid, decision) -> {
            if (decision == Decision.COMMITTED) {
                confirmed.add(xid);
            }
        });
        confirmed.stream()
                .filter(xid -> !run.standingXids.contains(xid))
                .forEach(xid -> violations.add("XID " + xid, "an order: it was committed", "none"));
        Set<String> committed = new TreeSet<>(confirmed);
        committed.addAll(run.ackedXids());
        committed.addAll(run.standingXids);
        for (Undo undo : run.now.residue().undo()) {
            violations.require(
                    undo.logStatus() != Undo.GUARD || !committed.contains(undo.xid()),
                    "XID " + undo.xid(),
                    "not undone: it was committed",
                    undo);
        }
        for (Fence fence : run.now.residue().fences()) {
            violations.require(
                    !fence.isCancelled() || !committed.contains(fence.xid()),
                    "XID " + fence.xid(),
                    "not cancelled: it was committed",
                    fence);
        }
        committed.stream()
                .filter(xid -> run.samples.outcomes().get(xid) == Decision.ROLLED_BACK)
                .forEach(xid -> violations.add("XID " + xid, "committed at the TC", "rolled back there"));
    }
}
