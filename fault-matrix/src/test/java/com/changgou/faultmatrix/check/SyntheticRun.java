package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.Canary.Probe;
import com.changgou.faultmatrix.check.Samples.CommittedReads;
import com.changgou.faultmatrix.check.Samples.CommittedStock;
import com.changgou.faultmatrix.check.Samples.Decision;
import com.changgou.faultmatrix.check.Samples.StockSeen;
import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.Goods;
import com.changgou.faultmatrix.check.State.LineRow;
import com.changgou.faultmatrix.check.State.OrderEntry;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.check.State.Orders;
import com.changgou.faultmatrix.check.State.PointEntry;
import com.changgou.faultmatrix.check.State.Prepared;
import com.changgou.faultmatrix.check.State.Residue;
import com.changgou.faultmatrix.check.State.Sku;
import com.changgou.faultmatrix.check.State.StockEntry;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;
import com.changgou.faultmatrix.check.State.UserRow;
import com.changgou.faultmatrix.check.State.Users;
import com.changgou.faultmatrix.history.Event;
import com.changgou.faultmatrix.history.Event.Ask;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.faultmatrix.history.History;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A run that went well under faults, made up by a seed: what it leaves is written here a second time, independently of the services,
 * and every list of it can be spoiled.
 */
final class SyntheticRun {

    static final int SKUS = 50;
    static final int REQUESTS = 400;

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int INITIAL_ORDERS = 20;

    final List<Event> events = new ArrayList<>();

    final List<Sku> skus = new ArrayList<>();
    final List<StockEntry> stockJournal = new ArrayList<>();
    final List<OrderRow> orders = new ArrayList<>();
    final List<LineRow> lines = new ArrayList<>();
    final List<OrderEntry> orderJournal = new ArrayList<>();
    final List<TaskRow> tasks = new ArrayList<>();
    final List<TaskRow> finishedTasks = new ArrayList<>();
    final List<UserRow> users = new ArrayList<>();
    final List<PointEntry> pointLog = new ArrayList<>();
    final List<Undo> undo = new ArrayList<>();
    final List<Fence> fences = new ArrayList<>();
    final List<Prepared> prepared = new ArrayList<>();
    final List<Coordinator.Session> sessions = new ArrayList<>();
    final List<Coordinator.LockedRow> locks = new ArrayList<>();
    final List<StockSeen> stockSeen = new ArrayList<>();
    final List<CommittedStock> committedStock = new ArrayList<>();
    final List<String> ordersSeen = new ArrayList<>();
    final List<Probe> canaries = new ArrayList<>();
    final Map<String, Decision> decisions = new HashMap<>();
    final Set<String> deadOrders = new HashSet<>();
    final Map<String, Mode> modes = new HashMap<>();
    long deadLetters;
    long foreignXids;
    long branches;

    final State initial;

    private final Random random;
    private int clock;
    private int ids;

    SyntheticRun(long seed) {
        random = new Random(seed);
        for (int sku = 1; sku <= SKUS; sku++) {
            skus.add(new Sku(sku, 1_000, 0));
        }
        for (int user = 1; user <= 10; user++) {
            users.add(new UserRow("u" + user, 5));
        }
        for (int order = 0; order < INITIAL_ORDERS; order++) {
            place("before-" + order, request(), mode(order), true);
        }
        initial = state();
        for (int request = 0; request < REQUESTS; request++) {
            run("key-" + request, mode(request));
        }
        for (Sku sku : skus) {
            for (Mode mode : Mode.values()) {
                canaries.add(new Probe(sku.id(), mode, true, Duration.ofMillis(20), "ok"));
            }
        }
    }

    private static Mode mode(int number) {
        return Mode.values()[number % Mode.values().length];
    }

    /** Of ten, seven are placed at once, one is refused, and of two it is unknown at first. */
    private void run(String key, Mode mode) {
        Request request = request();
        events.add(new Invoke(key, tick(), mode.toString(), request));
        modes.put(key, mode);
        switch (random.nextInt(10)) {
            case 0 -> {
                rollBack(mode);
                events.add(new Fail(key, tick(), 503, "urn:problem:goods-unavailable"));
            }
            case 1, 2 -> {
                events.add(new Unknown(key, tick(), 0, "Connection reset"));
                unknown(key, request, mode);
            }
            default -> events.add(ok(place(key, request, mode, true), 201));
        }
        look(request.lines().get(0).skuId());
    }

    private void unknown(String key, Request request, Mode mode) {
        switch (random.nextInt(5)) {
            case 0 -> {
                OrderRow order = place(key, request, mode, true);
                events.add(new Ask(key, tick()));
                events.add(new Unknown(key, tick(), 504, "urn:problem:outcome-unknown"));
                events.add(new Ask(key, tick()));
                events.add(ok(order, 200));
            }
            case 1 -> {
                events.add(new Ask(key, tick()));
                events.add(ok(place(key, request, mode, true), 201));
            }
            case 2 -> {
                rollBack(mode);
                events.add(new Ask(key, tick()));
                events.add(new Fail(key, tick(), 409, "urn:problem:insufficient-stock"));
            }
            case 3 -> place(key, request, mode, false);
            default -> rollBack(mode);
        }
    }

    private Request request() {
        List<Line> wanted = new ArrayList<>();
        int first = 1 + random.nextInt(SKUS - 3);
        for (int line = 0; line <= random.nextInt(3); line++) {
            wanted.add(new Line(first + line, 1 + random.nextInt(4)));
        }
        return new Request("u" + (1 + random.nextInt(10)), wanted);
    }

    /** All that one order leaves in the three databases. */
    OrderRow place(String key, Request request, Mode mode, boolean acked) {
        OrderRow order = write(key, request);
        request.lines().forEach(line -> take(line.skuId(), line.quantity()));
        earn(order);
        branches += 2;
        long branch = ++ids;
        if (mode == Mode.TCC || mode == Mode.MIXED) {
            fences.add(new Fence("goods", order.xid(), branch, Fence.CONFIRMED));
        }
        if (mode == Mode.TCC) {
            fences.add(new Fence("orders", order.xid(), branch + 1, Fence.CONFIRMED));
        }
        if (mode == Mode.AT && acked && branch % 5 == 0) {
            undo.add(new Undo("goods", order.xid(), branch, Undo.IMAGES));
        }
        if (branch % 3 == 0) {
            decisions.put(order.xid(), Decision.COMMITTED);
        }
        ordersSeen.add(order.id());
        return order;
    }

    /** Order, lines and both journals; no stock is taken, no points are earned. */
    OrderRow write(String key, Request request) {
        String id = "order" + ++ids;
        long total = 0;
        int pieces = 0;
        for (Line line : request.lines()) {
            long price = price(line.skuId());
            lines.add(new LineRow(id, line.skuId(), line.quantity(), price));
            stockJournal.add(new StockEntry(key, line.skuId(), line.quantity()));
            total += price * line.quantity();
            pieces += line.quantity();
        }
        OrderRow order = new OrderRow(id, key, request.userId(), "PLACED", total, nextXid());
        orders.add(order);
        orderJournal.add(new OrderEntry(key, id, pieces));
        return order;
    }

    /** Some SKUs are so cheap that an order earns nothing. */
    private static long price(long sku) {
        return sku % 7 == 0 ? 10 : 1_000 + 50 * sku;
    }

    String nextXid() {
        return "127.0.0.1:8091:" + (9_000 + ++ids);
    }

    void take(long sku, int pieces) {
        replace(skus, row -> row.id() == sku, row -> new Sku(row.id(), row.stock() - pieces, row.frozen()));
    }

    void earn(OrderRow order) {
        if (order.points() == 0) {
            return;
        }
        if (deadOrders.isEmpty() && orders.size() > 2 * INITIAL_ORDERS) {
            deadOrders.add(order.id());
            deadLetters = 1;
            tasks.add(new TaskRow(++ids, order.id(), "DEAD", "There is no user " + order.userId()));
            return;
        }
        finishedTasks.add(new TaskRow(++ids, order.id(), "DONE", null));
        grant(order.id(), order.userId(), order.points());
    }

    void grant(String orderId, String userId, long points) {
        pointLog.add(new PointEntry(orderId, userId, points));
        addPoints(userId, points);
    }

    void addPoints(String userId, long points) {
        replace(users, user -> user.id().equals(userId), user -> new UserRow(user.id(), user.points() + points));
    }

    /** What an attempt leaves that was undone. */
    private void rollBack(Mode mode) {
        String xid = nextXid();
        branches++;
        switch (mode) {
            case AT -> undo.add(new Undo("goods", xid, ++ids, Undo.GUARD));
            case TCC, MIXED ->
                fences.add(new Fence("goods", xid, ++ids, random.nextBoolean() ? Fence.CANCELLED : Fence.SUSPENDED));
            case XA -> decisions.put(xid, Decision.ROLLED_BACK);
        }
    }

    private void look(long sku) {
        Sku row = sku(sku);
        stockSeen.add(new StockSeen(tick(), sku, row.stock(), row.frozen()));
        committedStock.add(new CommittedStock(tick(), tick(), sku, row.stock() + row.frozen()));
    }

    Ok ok(OrderRow order, int status) {
        return new Ok(order.requestId(), tick(), status, order.id(), order.xid());
    }

    Instant tick() {
        return BEGIN.plusMillis(++clock);
    }

    Sku sku(long id) {
        return skus.stream().filter(row -> row.id() == id).findFirst().orElseThrow();
    }

    /** The newest of the orders that were promised at once, of the mode, with points. */
    OrderRow acked(Mode mode) {
        return acked(mode, order -> true);
    }

    OrderRow acked(Mode mode, Predicate<OrderRow> which) {
        Set<String> keys = new HashSet<>();
        events.stream().filter(Ok.class::isInstance).forEach(event -> keys.add(event.key()));
        return orders.stream()
                .filter(order -> keys.contains(order.requestId()) && modes.get(order.requestId()) == mode)
                .filter(order -> order.points() > 0 && !deadOrders.contains(order.id()))
                .filter(which)
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    Invoke failed() {
        String key = events.stream()
                .filter(Fail.class::isInstance)
                .findFirst()
                .orElseThrow()
                .key();
        return invoke(key);
    }

    Invoke invoke(String key) {
        return events.stream()
                .filter(event -> event instanceof Invoke && event.key().equals(key))
                .map(Invoke.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** A request that was never answered and that left nothing. */
    Invoke unknownAbsent() {
        return new History(events)
                .operations().values().stream()
                        .filter(History.Operation::isUnknown)
                        .filter(operation -> orders.stream()
                                .noneMatch(order -> order.requestId().equals(operation.key())))
                        .findFirst()
                        .orElseThrow()
                        .invoke();
    }

    List<LineRow> lines(OrderRow order) {
        return lines.stream().filter(line -> line.orderId().equals(order.id())).toList();
    }

    /** Every row of an order, as if it had never been. */
    void undo(OrderRow order) {
        lines(order).forEach(line -> take(line.skuId(), -line.quantity()));
        removeRows(order);
        takePointsBack(order);
        finishedTasks.removeIf(task -> task.orderId().equals(order.id()));
        undo.removeIf(row -> row.xid().equals(order.xid()));
        fences.removeIf(row -> row.xid().equals(order.xid()));
        decisions.remove(order.xid());
        ordersSeen.remove(order.id());
        committedStock.clear();
    }

    void removeRows(OrderRow order) {
        orders.remove(order);
        lines.removeIf(line -> line.orderId().equals(order.id()));
        orderJournal.removeIf(entry -> entry.orderId().equals(order.id()));
        stockJournal.removeIf(entry -> entry.requestId().equals(order.requestId()));
    }

    void takePointsBack(OrderRow order) {
        pointLog.removeIf(entry -> entry.orderId().equals(order.id()));
        addPoints(order.userId(), -order.points());
    }

    static <T> void replace(List<T> rows, Predicate<T> which, UnaryOperator<T> with) {
        rows.replaceAll(row -> which.test(row) ? with.apply(row) : row);
    }

    State state() {
        return new State(
                new Goods(List.copyOf(skus), List.copyOf(stockJournal)),
                new Orders(
                        List.copyOf(orders),
                        List.copyOf(lines),
                        List.copyOf(orderJournal),
                        List.copyOf(tasks),
                        List.copyOf(finishedTasks)),
                new Users(List.copyOf(users), List.copyOf(pointLog), deadLetters),
                new Residue(
                        List.copyOf(undo),
                        List.copyOf(fences),
                        List.copyOf(prepared),
                        List.copyOf(sessions),
                        List.copyOf(locks)));
    }

    Samples samples() {
        return new Samples(
                stockSeen,
                Optional.of(new CommittedReads(committedStock, ordersSeen)),
                Optional.of(canaries),
                OptionalLong.of(foreignXids),
                decisions,
                Map.of(),
                OptionalLong.of(branches));
    }

    Report check() {
        return new Checker(samples(), new Allowance(0.4, deadOrders, 0)).check(new History(events), initial, state());
    }
}
