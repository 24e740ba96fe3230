package com.changgou.faultmatrix.check;

import static com.changgou.faultmatrix.check.Invariant.I1;
import static com.changgou.faultmatrix.check.Invariant.I10;
import static com.changgou.faultmatrix.check.Invariant.I2;
import static com.changgou.faultmatrix.check.Invariant.I3;
import static com.changgou.faultmatrix.check.Invariant.I4;
import static com.changgou.faultmatrix.check.Invariant.I5;
import static com.changgou.faultmatrix.check.Invariant.I6;
import static com.changgou.faultmatrix.check.Invariant.I7;
import static com.changgou.faultmatrix.check.Invariant.I8;
import static com.changgou.faultmatrix.check.Invariant.I9;
import static com.changgou.faultmatrix.check.Invariant.UNKNOWN_CEILING;
import static com.changgou.faultmatrix.check.SyntheticRun.replace;

import com.changgou.faultmatrix.check.Canary.Probe;
import com.changgou.faultmatrix.check.Samples.CommittedStock;
import com.changgou.faultmatrix.check.Samples.Decision;
import com.changgou.faultmatrix.check.Samples.StockSeen;
import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.LineRow;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.check.State.Prepared;
import com.changgou.faultmatrix.check.State.Sku;
import com.changgou.faultmatrix.check.State.StockEntry;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something that a fault could have left, and must not.
 *
 * @param name what is wrong
 * @param caughtBy the invariants that do not hold then, and no others
 * @param seed makes it so, and returns the key, XID or row that a finding has to name
 */
record Corruption(String name, Set<Invariant> caughtBy, Seed seed) {

    @FunctionalInterface
    interface Seed {
        Object plant(SyntheticRun run);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Corruption of(String name, Seed seed, Invariant first, Invariant... others) {
        return new Corruption(name, EnumSet.of(first, others), seed);
    }

    static final List<Corruption> ALL = List.of(
            of("stock + 1", run -> stock(run, 7, 1), I1),
            of("stock - 1", run -> stock(run, 8, -1), I1),
            of("one piece of one SKU counted for another: the sum stays", Corruption::swapStock, I1),
            of("a stock journal row dropped", Corruption::dropStockEntry, I2),
            of("a stock journal row doubled", Corruption::doubleStockEntry, I2),
            of("two quantities swapped in the stock journal: the sum stays", Corruption::swapEntries, I2),
            of("an order journal row dropped", Corruption::dropOrderEntry, I2),
            of("the task of an order lost", Corruption::loseTask, I2),
            of("a total that is not its lines", Corruption::wrongTotal, I2),
            of("stock taken, and no order", Corruption::onlyStock, I1, I2),
            of("an order, and no stock taken", Corruption::onlyOrder, I1, I2),
            of("two orders for one request", Corruption::twoOrders, I2, I3),
            of("lines of no order", Corruption::linesOfNothing, I2),
            of("a task of no order", Corruption::taskOfNothing, I2),
            of("the lines of an order lost", Corruption::loseLines, I1, I2, I3),
            of("an acked order undone whole", Corruption::undoAcked, I3),
            of("an acked TCC order undone whole, its fence confirmed", Corruption::undoConfirmed, I3, I10),
            of("the order of a refused request stands", Corruption::placeFailed, I3),
            of("an order that nobody asked for", Corruption::placeUnasked, I3),
            of("an order of other pieces than were asked for", Corruption::placeOther, I3),
            of("a promise forged: ok for a request that left nothing", Corruption::forgeOk, I3),
            of("a refusal turned into ok", Corruption::failIsOk, I3),
            of("an ok turned into a refusal", Corruption::okIsFail, I3),
            of("an ok for a request that was never sent", Corruption::okOfNothing, I3),
            of("an ok that names another order", Corruption::okOfAnother, I3),
            of("an order of before lost whole", run -> undo(run, run.orders.get(0)), I3),
            of("negative stock in a sample", Corruption::negativeSample, I4),
            of("negative frozen stock at the end: the sum stays", Corruption::negativeFrozen, I4, I6),
            of("points that no order earned", Corruption::extraPoints, I5),
            of("points logged for an order that is not there", Corruption::pointsOfNothing, I5),
            of("points twice for one order", Corruption::pointsTwice, I5),
            of("points missing after the drain", Corruption::pointsMissing, I5),
            of("a dead task that nobody named", Corruption::deadTask, I5, I6),
            of("a task that is still open", Corruption::openTask, I5, I6),
            of("a fence row tried", Corruption::triedFence, I6),
            of("a prepared XA branch", Corruption::preparedBranch, I6),
            of("undo images of an XID that was rolled back", Corruption::imagesOfRolledBack, I6),
            of("undo images of an XID that nobody knows", Corruption::imagesOfNobody, I6),
            of("undo images of an order that nobody was promised", Corruption::imagesOfUnacked, I6),
            of("a session at the TC", Corruption::session, I6),
            of("a global lock", Corruption::lock, I6),
            of("frozen stock", Corruption::frozen, I6),
            of("a pending order of a request without an answer", Corruption::pendingUnknown, I6),
            of("an acked order pending again", Corruption::pendingAcked, I3, I6),
            of("a dead letter that nobody named", Corruption::deadLetter, I6),
            of("a SKU that cannot be ordered", Corruption::stuckSku, I7),
            of("a SKU that no canary tried", Corruption::untriedSku, I7),
            of("a committed read of an order that is absent at the end", Corruption::readOfAbsent, I8),
            of("a committed read of less stock than there is at the end", Corruption::readOfLess, I8),
            of("a committed read of stock that came back", Corruption::readThatRises, I8),
            of("an XID met by a request that brought none", Corruption::foreignXid, I9),
            of("a guard row of an acked XID", Corruption::guardOfAcked, I6, I10),
            of("a cancelled branch of an acked XID", Corruption::cancelOfAcked, I10),
            of("the TC rolled back what was acked", Corruption::tcRolledBackAcked, I10),
            of("the TC committed what has no order", Corruption::tcCommittedNothing, I10),
            of("everything unknown", Corruption::everythingUnknown, UNKNOWN_CEILING));

    private static Object stock(SyntheticRun run, long sku, int pieces) {
        run.take(sku, -pieces);
        run.committedStock.removeIf(read -> read.skuId() == sku);
        return "tb_sku " + sku;
    }

    private static Object swapStock(SyntheticRun run) {
        stock(run, 9, 1);
        return stock(run, 10, -1);
    }

    private static Object dropStockEntry(SyntheticRun run) {
        OrderRow order = run.acked(Mode.AT);
        run.stockJournal.remove(entry(run, order));
        return order.requestId();
    }

    private static StockEntry entry(SyntheticRun run, OrderRow order) {
        return run.stockJournal.stream()
                .filter(entry -> entry.requestId().equals(order.requestId()))
                .findFirst()
                .orElseThrow();
    }

    private static Object doubleStockEntry(SyntheticRun run) {
        OrderRow order = run.acked(Mode.XA);
        run.stockJournal.add(entry(run, order));
        return order.requestId();
    }

    private static Object swapEntries(SyntheticRun run) {
        StockEntry one = entry(run, run.acked(Mode.AT));
        StockEntry other = run.stockJournal.stream()
                .filter(entry -> entry.skuId() == one.skuId() && entry.quantity() != one.quantity())
                .findFirst()
                .orElseThrow();
        replace(
                run.stockJournal,
                row -> row == one || row == other,
                row -> new StockEntry(row.requestId(), row.skuId(), row == one ? other.quantity() : one.quantity()));
        return one.requestId();
    }

    private static Object dropOrderEntry(SyntheticRun run) {
        OrderRow order = run.acked(Mode.MIXED);
        run.orderJournal.removeIf(entry -> entry.orderId().equals(order.id()));
        return order.requestId();
    }

    private static Object loseTask(SyntheticRun run) {
        OrderRow order = run.acked(Mode.TCC);
        run.finishedTasks.removeIf(task -> task.orderId().equals(order.id()));
        return order.id();
    }

    private static Object wrongTotal(SyntheticRun run) {
        // Within the same hundred: the points are right.
        OrderRow order = run.acked(Mode.AT, candidate -> candidate.total() % 100 < 99);
        replace(
                run.orders,
                row -> row == order,
                row -> new OrderRow(row.id(), row.requestId(), row.userId(), row.status(), row.total() + 1, row.xid()));
        return order.id();
    }

    private static Object onlyStock(SyntheticRun run) {
        String key = run.unknownAbsent().key();
        run.stockJournal.add(new StockEntry(key, 3, 2));
        run.take(3, 2);
        return key;
    }

    private static Object onlyOrder(SyntheticRun run) {
        Invoke invoke = run.unknownAbsent();
        OrderRow order = run.write(invoke.key(), invoke.request());
        run.stockJournal.removeIf(entry -> entry.requestId().equals(invoke.key()));
        run.earn(order);
        return order.id();
    }

    private static Object twoOrders(SyntheticRun run) {
        OrderRow order = run.acked(Mode.AT);
        Invoke invoke = run.invoke(order.requestId());
        run.place(invoke.key(), invoke.request(), Mode.AT, false);
        return invoke.key();
    }

    private static Object linesOfNothing(SyntheticRun run) {
        run.lines.add(new LineRow("nothing", 3, 1, 100));
        return "lines of order nothing";
    }

    private static Object taskOfNothing(SyntheticRun run) {
        run.finishedTasks.add(new TaskRow(1, "nothing", "DONE", null));
        return "task of order nothing";
    }

    private static Object loseLines(SyntheticRun run) {
        OrderRow order = run.acked(Mode.XA);
        run.lines.removeAll(run.lines(order));
        return order.id();
    }

    private static Object undoAcked(SyntheticRun run) {
        OrderRow order = run.acked(Mode.AT);
        undo(run, order);
        return order.requestId();
    }

    private static Object undo(SyntheticRun run, OrderRow order) {
        run.undo(order);
        return order.id();
    }

    private static Object undoConfirmed(SyntheticRun run) {
        OrderRow order = run.acked(Mode.TCC);
        List<Fence> fences =
                run.fences.stream().filter(row -> row.xid().equals(order.xid())).toList();
        run.undo(order);
        run.fences.addAll(fences);
        return order.xid();
    }

    private static Object placeFailed(SyntheticRun run) {
        Invoke invoke = run.failed();
        run.place(invoke.key(), invoke.request(), run.modes.get(invoke.key()), false);
        return invoke.key();
    }

    private static Object placeUnasked(SyntheticRun run) {
        return run.place("nobody", new Request("u3", List.of(new Line(4, 1))), Mode.XA, false)
                .id();
    }

    private static Object placeOther(SyntheticRun run) {
        Invoke invoke = run.unknownAbsent();
        Request other = new Request(invoke.request().userId(), List.of(new Line(SyntheticRun.SKUS, 1)));
        return run.place(invoke.key(), other, run.modes.get(invoke.key()), false)
                .id();
    }

    private static Object forgeOk(SyntheticRun run) {
        String key = run.unknownAbsent().key();
        run.events.add(new Ok(key, run.tick(), 200, "forged", run.nextXid()));
        return key;
    }

    private static Object failIsOk(SyntheticRun run) {
        String key = run.failed().key();
        replace(
                run.events,
                event -> event instanceof Fail && event.key().equals(key),
                event -> new Ok(key, event.at(), 201, "forged", run.nextXid()));
        return key;
    }

    private static Object okIsFail(SyntheticRun run) {
        // Without undo images, which need the promise as their proof.
        OrderRow order = run.acked(Mode.XA);
        replace(
                run.events,
                event -> event instanceof Ok && event.key().equals(order.requestId()),
                event -> new Fail(event.key(), event.at(), 503, "urn:problem:goods-unavailable"));
        return order.id();
    }

    private static Object okOfNothing(SyntheticRun run) {
        run.events.add(new Ok("never-sent", run.tick(), 201, "forged", run.nextXid()));
        return "never-sent";
    }

    private static Object okOfAnother(SyntheticRun run) {
        OrderRow order = run.acked(Mode.XA);
        OrderRow another = run.acked(Mode.MIXED);
        replace(
                run.events,
                event -> event instanceof Ok && event.key().equals(order.requestId()),
                event -> new Ok(event.key(), event.at(), 201, another.id(), another.xid()));
        return order.requestId();
    }

    private static Object negativeFrozen(SyntheticRun run) {
        replace(run.skus, sku -> sku.id() == 17, sku -> new Sku(17, sku.stock() + 2, sku.frozen() - 2));
        return "tb_sku 17 at the end";
    }

    private static Object negativeSample(SyntheticRun run) {
        run.stockSeen.add(new StockSeen(run.tick(), 12, -1, 0));
        return "tb_sku 12";
    }

    private static Object extraPoints(SyntheticRun run) {
        run.addPoints("u4", 10);
        return "tb_user u4";
    }

    private static Object pointsOfNothing(SyntheticRun run) {
        run.grant("nothing", "u5", 3);
        return "order nothing";
    }

    private static Object pointsTwice(SyntheticRun run) {
        OrderRow order = run.acked(Mode.AT);
        run.grant(order.id(), order.userId(), order.points());
        return order.id();
    }

    private static Object pointsMissing(SyntheticRun run) {
        OrderRow order = run.acked(Mode.MIXED);
        run.takePointsBack(order);
        return order.id();
    }

    private static Object deadTask(SyntheticRun run) {
        return unfinish(run, "DEAD");
    }

    private static Object openTask(SyntheticRun run) {
        return unfinish(run, "SENT");
    }

    private static Object unfinish(SyntheticRun run, String status) {
        OrderRow order = run.acked(Mode.AT);
        run.takePointsBack(order);
        run.finishedTasks.removeIf(task -> task.orderId().equals(order.id()));
        run.tasks.add(new TaskRow(1, order.id(), status, null));
        return order.id();
    }

    private static Object triedFence(SyntheticRun run) {
        OrderRow order = run.acked(Mode.TCC);
        replace(
                run.fences,
                row -> row.xid().equals(order.xid()) && row.database().equals("goods"),
                row -> new Fence(row.database(), row.xid(), row.branchId(), Fence.TRIED));
        return order.xid();
    }

    private static Object preparedBranch(SyntheticRun run) {
        String xid = run.nextXid();
        run.prepared.add(new Prepared("goods", xid, xid + "-1"));
        return xid;
    }

    private static Object imagesOfRolledBack(SyntheticRun run) {
        Undo guard = run.undo.stream()
                .filter(row -> row.logStatus() == Undo.GUARD)
                .findFirst()
                .orElseThrow();
        run.undo.add(new Undo("orders", guard.xid(), guard.branchId() + 1, Undo.IMAGES));
        return guard.xid();
    }

    private static Object imagesOfNobody(SyntheticRun run) {
        String xid = run.nextXid();
        run.undo.add(new Undo("orders", xid, 1, Undo.IMAGES));
        return xid;
    }

    /** As a TC leaves it that has lost its sessions: whole, and decided by nobody. */
    private static Object imagesOfUnacked(SyntheticRun run) {
        Invoke invoke = run.unknownAbsent();
        OrderRow order = run.place(invoke.key(), invoke.request(), Mode.AT, false);
        run.decisions.remove(order.xid());
        run.undo.add(new Undo("orders", order.xid(), 1, Undo.IMAGES));
        return order.xid();
    }

    private static Object session(SyntheticRun run) {
        String xid = run.nextXid();
        run.sessions.add(new Coordinator.Session(xid, "RollbackRetrying", run.tick(), List.of()));
        return xid;
    }

    private static Object lock(SyntheticRun run) {
        String xid = run.nextXid();
        run.locks.add(new Coordinator.LockedRow(xid, 1, "goods", "tb_sku", "1"));
        return xid;
    }

    private static Object frozen(SyntheticRun run) {
        replace(run.skus, sku -> sku.id() == 11, sku -> new Sku(11, sku.stock() - 2, sku.frozen() + 2));
        return "tb_sku 11";
    }

    private static Object pendingUnknown(SyntheticRun run) {
        Invoke invoke = run.unknownAbsent();
        OrderRow order = run.write(invoke.key(), invoke.request());
        return "order " + pend(run, order).id() + " of XID";
    }

    private static Object pendingAcked(SyntheticRun run) {
        OrderRow order = run.acked(Mode.TCC);
        run.lines(order).forEach(line -> run.take(line.skuId(), -line.quantity()));
        run.takePointsBack(order);
        run.finishedTasks.removeIf(task -> task.orderId().equals(order.id()));
        run.decisions.remove(order.xid());
        run.ordersSeen.remove(order.id());
        return "order " + pend(run, order).id() + " of XID";
    }

    /** As between the phases of TCC. */
    private static OrderRow pend(SyntheticRun run, OrderRow order) {
        replace(
                run.orders,
                row -> row == order,
                row -> new OrderRow(row.id(), row.requestId(), row.userId(), "PENDING", row.total(), row.xid()));
        for (LineRow line : run.lines(order)) {
            replace(
                    run.skus,
                    sku -> sku.id() == line.skuId(),
                    sku -> new Sku(sku.id(), sku.stock() - line.quantity(), sku.frozen() + line.quantity()));
        }
        run.fences.removeIf(row -> row.xid().equals(order.xid()));
        run.fences.add(new Fence("goods", order.xid(), 1, Fence.TRIED));
        run.fences.add(new Fence("orders", order.xid(), 2, Fence.TRIED));
        run.committedStock.clear();
        return order;
    }

    private static Object deadLetter(SyntheticRun run) {
        run.deadLetters++;
        return "dead letters";
    }

    private static Object stuckSku(SyntheticRun run) {
        replace(
                run.canaries,
                probe -> probe.skuId() == 13 && probe.mode() == Mode.XA,
                probe -> new Probe(13, Mode.XA, false, Duration.ofSeconds(60), "503 goods-unavailable"));
        return "SKU 13 in mode xa";
    }

    private static Object untriedSku(SyntheticRun run) {
        run.canaries.removeIf(probe -> probe.skuId() == 14);
        return "SKU 14";
    }

    private static Object readOfAbsent(SyntheticRun run) {
        run.ordersSeen.add("gone");
        return "order gone";
    }

    private static Object readOfLess(SyntheticRun run) {
        int least = run.sku(15).stock();
        run.committedStock.add(new CommittedStock(run.tick(), run.tick(), 15, least - 1));
        return "SKU 15";
    }

    private static Object readThatRises(SyntheticRun run) {
        int least = run.sku(16).stock();
        run.committedStock.removeIf(read -> read.skuId() == 16);
        run.committedStock.add(new CommittedStock(run.tick(), run.tick(), 16, least + 1));
        run.committedStock.add(new CommittedStock(run.tick(), run.tick(), 16, least + 2));
        return "SKU 16";
    }

    private static Object foreignXid(SyntheticRun run) {
        run.foreignXids = 1;
        return "requests without an XID";
    }

    private static Object guardOfAcked(SyntheticRun run) {
        OrderRow order = run.acked(Mode.AT);
        run.undo.add(new Undo("orders", order.xid(), 1, Undo.GUARD));
        return order.xid();
    }

    private static Object cancelOfAcked(SyntheticRun run) {
        OrderRow order = run.acked(Mode.MIXED);
        replace(
                run.fences,
                row -> row.xid().equals(order.xid()),
                row -> new Fence(row.database(), row.xid(), row.branchId(), Fence.CANCELLED));
        return order.xid();
    }

    private static Object tcRolledBackAcked(SyntheticRun run) {
        OrderRow order = run.acked(Mode.XA);
        run.decisions.put(order.xid(), Decision.ROLLED_BACK);
        return order.xid();
    }

    private static Object tcCommittedNothing(SyntheticRun run) {
        String xid = run.nextXid();
        run.decisions.put(xid, Decision.COMMITTED);
        return xid;
    }

    private static Object everythingUnknown(SyntheticRun run) {
        // Nothing was promised then, so no undo images may stay.
        run.undo.removeIf(row -> row.logStatus() == Undo.IMAGES);
        replace(run.events, Outcome.class::isInstance, event -> new Unknown(event.key(), event.at(), 0, "?"));
        return "unknown outcomes";
    }
}
