package com.changgou.launcher.proof;

import com.changgou.launcher.proof.Evidence.Expectation;
import com.changgou.launcher.proof.Evidence.FenceRow;
import com.changgou.launcher.proof.Evidence.PreparedBranch;
import com.changgou.launcher.proof.Evidence.RowViews;
import com.changgou.launcher.proof.Evidence.Traces;
import com.changgou.launcher.proof.Evidence.UndoneRow;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.seata.undo.BranchUndo;
import com.changgou.seata.undo.RowImage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Places an order, holds its global transaction between the two phases, looks at everything, and lets it go on. */
public final class Witness {

    /** Both branches have committed locally and the global decision is open: the moment with most to see. */
    public static final String BETWEEN_THE_PHASES = "order.after-insert";

    static final String TASKS = "tb_task";

    private static final String FINISHED_TASKS = "tb_task_his";
    private static final Duration LONGEST_PHASE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final LocalSystem system;
    private final FaultSwitch faults;
    private final TcConsole tc;
    private final OrderApi api;

    /**
     * A witness of a running system.
     *
     * @param system which must be up, with fault injection
     */
    public Witness(LocalSystem system) {
        this.system = system;
        this.faults = new FaultSwitch(system.installation().ports());
        this.tc = new TcConsole(system.installation().ports().tcHttp(), system.consolePassword());
        this.api = new OrderApi(system.installation().ports().order());
    }

    /**
     * Places an order that commits.
     *
     * @param request what to order
     * @param mode the branches of its global transaction
     * @return what was seen
     */
    public Evidence placeCommitting(OrderApi.Request request, Mode mode) {
        return observe(request, mode, BETWEEN_THE_PHASES, Expectation.COMMIT);
    }

    /**
     * Places an order that fails at a fault point, after it was held there.
     *
     * @param request what to order
     * @param mode the branches of its global transaction
     * @param faultPoint where an exception is thrown
     * @return what was seen
     */
    public Evidence placeFailing(OrderApi.Request request, Mode mode, String faultPoint) {
        return observe(request, mode, faultPoint, Expectation.ROLLBACK);
    }

    /**
     * Looks at a transaction that was not placed under observation: what can be seen of it now proves nothing yet.
     *
     * @param xid the transaction
     * @return what is there now
     */
    public Evidence look(String xid) {
        try (DatabaseProbe orders = new DatabaseProbe(system.orderDatabase());
                DatabaseProbe goods = new DatabaseProbe(system.goodsDatabase())) {
            View now = look(xid, orders, goods, rowsOf(xid, orders, goods));
            String status = now.session().map(Coordinator.Session::status).orElse(null);
            return new Evidence(
                    xid,
                    mode(now),
                    Expectation.COMMIT,
                    null,
                    0,
                    status,
                    status,
                    now.session().map(Coordinator.Session::branches).orElse(List.of()),
                    now.traces(),
                    now.traces(),
                    withAfter(now.rows()));
        } catch (SQLException e) {
            throw new LauncherException("The databases cannot be read: " + e.getMessage(), e);
        }
    }

    /** As far as it can still be told: AT and XA leave nothing that says so. */
    private static Mode mode(View now) {
        List<String> fenced =
                now.traces().fence().stream().map(FenceRow::database).toList();
        boolean xa = now.session().stream()
                .flatMap(session -> session.branches().stream())
                .anyMatch(branch -> branch.type().equals("XA"));
        if (fenced.isEmpty()) {
            return xa ? Mode.XA : Mode.AT;
        }
        return fenced.contains("orders") ? Mode.TCC : Mode.MIXED;
    }

    /**
     * What has become of the points of the order that a transaction placed: they come by message, after the commit.
     *
     * @param xid the transaction
     * @return status, number of messages and error of the order's task; empty when there is none, as after a rollback
     */
    public Optional<String> pointsTask(String xid) {
        String task = "SELECT t.status, t.attempts, t.errormsg FROM tb_order o JOIN"
                + " (SELECT order_id, status, attempts, errormsg FROM " + TASKS
                + " UNION ALL SELECT order_id, status, attempts, errormsg FROM " + FINISHED_TASKS
                + ") t ON t.order_id = o.id WHERE o.xid = ?";
        try (DatabaseProbe orders = new DatabaseProbe(system.orderDatabase())) {
            return orders.select(task, xid).stream().findFirst().map(Witness::text);
        } catch (SQLException e) {
            throw new LauncherException("The order database cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, String> task) {
        String error = task.get("errormsg");
        return task.get("status") + ", messages sent: " + task.get("attempts")
                + (error.equals("null") ? "" : ", " + error);
    }

    private Evidence observe(OrderApi.Request request, Mode mode, String pausePoint, Expectation expected) {
        faults.clear();
        faults.arm(pausePoint, "hold");
        if (expected == Expectation.ROLLBACK) {
            faults.arm(pausePoint, "throw");
        }
        try (DatabaseProbe orders = new DatabaseProbe(system.orderDatabase());
                DatabaseProbe goods = new DatabaseProbe(system.goodsDatabase())) {
            String key = UUID.randomUUID().toString();
            CompletableFuture<OrderApi.Answer> answer = CompletableFuture.supplyAsync(
                    () -> api.place(request, key, mode), command -> new Thread(command, "client").start());
            String xid = awaitHeld(pausePoint, answer);
            View between = look(xid, orders, goods, touched(request, key, xid, orders, goods));
            faults.release(pausePoint);
            OrderApi.Answer answered = answer.join();
            requireOwn(xid, answered);
            awaitPhaseTwo(xid, orders, goods);
            return new Evidence(
                    xid,
                    mode,
                    expected,
                    pausePoint,
                    answered.status(),
                    between.session().map(Coordinator.Session::status).orElse(null),
                    tc.session(xid).map(Coordinator.Session::status).orElse(null),
                    between.session().map(Coordinator.Session::branches).orElse(List.of()),
                    between.traces(),
                    traces(xid, orders, goods),
                    withAfter(between.rows()));
        } catch (SQLException e) {
            throw new LauncherException("The databases cannot be read: " + e.getMessage(), e);
        } finally {
            faults.clear();
        }
    }

    private String awaitHeld(String pausePoint, CompletableFuture<OrderApi.Answer> answer) {
        List<String> held = Awaitility.await("a transaction at " + pausePoint)
                .atMost(LONGEST_PHASE)
                .pollInterval(POLL)
                .until(() -> answer.isDone() ? List.of("") : faults.holding(pausePoint), holding -> !holding.isEmpty());
        if (held.get(0).isEmpty()) {
            throw new LauncherException("The order was answered " + answer.join() + " and never came to " + pausePoint);
        }
        return held.get(0);
    }

    private record View(Optional<Coordinator.Session> session, Traces traces, List<Row> rows) {}

    /** A row with the means to read it again. */
    private record Row(
            DatabaseProbe probe,
            String table,
            Map<String, String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> between,
            @Nullable Map<String, String> written) {}

    /** The fault holds whoever comes by first; an order of somebody else must not be judged as ours. */
    private static void requireOwn(String xid, OrderApi.Answer answered) {
        String own = answered.body().path("xid").asString(xid);
        if (!own.equals(xid)) {
            throw new LauncherException("Transaction " + xid + " was held, and the order was placed by " + own
                    + ": somebody else orders at the same time. Try again.");
        }
    }

    /** What the request asks to change and what carries the XID, whether or not Seata hears of it. */
    private static Map<String, Row> touched(
            OrderApi.Request request, String key, String xid, DatabaseProbe orders, DatabaseProbe goods)
            throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>(rowsOf(xid, orders, goods));
        seeAll(rows, xid, goods, "tb_stock_journal", "request_id, sku_id", "request_id", key);
        for (OrderApi.Line line : request.lines()) {
            see(rows, xid, goods, "tb_sku", Map.of("id", String.valueOf(line.skuId())));
        }
        return rows;
    }

    /** What a transaction that is over has left, as far as the order names it. */
    private static Map<String, Row> rowsOf(String xid, DatabaseProbe orders, DatabaseProbe goods) throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Map<String, String> order : orders.select("SELECT id, request_id FROM tb_order WHERE xid = ?", xid)) {
            seeAll(rows, xid, goods, "tb_stock_journal", "request_id, sku_id", "request_id", order.get("request_id"));
            see(rows, xid, orders, "tb_order", Map.of("id", order.get("id")));
            seeAll(rows, xid, orders, "tb_order_line", "order_id, sku_id", "order_id", order.get("id"));
            seeAll(rows, xid, orders, "tb_order_journal", "request_id", "request_id", order.get("request_id"));
            seeAll(rows, xid, orders, TASKS, "id", "order_id", order.get("id"));
        }
        return rows;
    }

    private static void seeAll(
            Map<String, Row> rows,
            String xid,
            DatabaseProbe probe,
            String table,
            String key,
            String column,
            String value)
            throws SQLException {
        for (Map<String, String> found :
                probe.select("SELECT " + key + " FROM " + table + " WHERE " + column + " = ?", value)) {
            see(rows, xid, probe, table, found);
        }
    }

    private View look(String xid, DatabaseProbe orders, DatabaseProbe goods, Map<String, Row> rows)
            throws SQLException {
        for (DatabaseProbe probe : List.of(goods, orders)) {
            for (BranchUndo branch : probe.undo(xid)) {
                for (RowImage row : branch.rows()) {
                    see(rows, xid, probe, row.table(), DatabaseProbe.key(row));
                }
            }
        }
        Traces traces = traces(xid, orders, goods);
        return new View(tc.session(xid), traces, List.copyOf(rows.values()));
    }

    private Traces traces(String xid, DatabaseProbe orders, DatabaseProbe goods) throws SQLException {
        List<UndoneRow> undo = new ArrayList<>();
        List<FenceRow> fence = new ArrayList<>();
        List<PreparedBranch> prepared = new ArrayList<>();
        long rowLocks = 0;
        for (DatabaseProbe probe : List.of(goods, orders)) {
            for (BranchUndo branch : probe.undo(xid)) {
                undo.addAll(probe.undoneRows(branch));
            }
            fence.addAll(probe.fence(xid));
            prepared.addAll(probe.prepared(xid));
            rowLocks += probe.rowLocks();
        }
        return new Traces(undo, tc.locks(xid), fence, prepared, rowLocks);
    }

    /** Only what is prepared counts as written: what an open transaction has not finished is nothing yet. */
    private static void see(
            Map<String, Row> rows, String xid, DatabaseProbe probe, String table, Map<String, String> key)
            throws SQLException {
        String name = probe.name() + "." + table + key.values();
        if (!rows.containsKey(name)) {
            Map<String, String> between = probe.rowNow(table, key);
            Map<String, String> written = probe.prepared(xid).isEmpty() ? between : probe.rowWritten(table, key);
            rows.put(name, new Row(probe, table, key, probe.rowBefore(table, key), between, written));
        }
    }

    private void awaitPhaseTwo(String xid, DatabaseProbe orders, DatabaseProbe goods) {
        try {
            Awaitility.await("the end of phase two")
                    .atMost(LONGEST_PHASE)
                    .pollInterval(POLL)
                    .until(() -> tc.session(xid).isEmpty()
                            && traces(xid, orders, goods).isSettled());
        } catch (ConditionTimeoutException notOver) {
            return; // what is left then is evidence, too
        }
    }

    private static List<RowViews> withAfter(List<Row> rows) throws SQLException {
        List<RowViews> views = new ArrayList<>();
        for (Row row : rows) {
            DatabaseProbe probe = row.probe();
            views.add(new RowViews(
                    probe.name(),
                    probe.resourceId(),
                    row.table(),
                    List.copyOf(row.key().values()),
                    row.before(),
                    row.between(),
                    row.written(),
                    after(row)));
        }
        return views;
    }

    private static @Nullable Map<String, String> after(Row row) throws SQLException {
        Map<String, String> now = row.probe().rowNow(row.table(), row.key());
        return now == null && row.table().equals(TASKS) ? row.probe().rowNow(FINISHED_TASKS, row.key()) : now;
    }
}
