package com.changgou.proof;

import com.changgou.proof.Coordinator.Session;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.Traces;
import com.changgou.proof.Evidence.UndoneRow;
import com.changgou.seata.undo.BranchUndo;
import com.changgou.seata.undo.RowImage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Both databases and the TC, as somebody sees them who takes part in nothing. What stood in a row before is what stood there when
 * the scene was opened.
 */
final class Scene implements AutoCloseable {

    static final String TASKS = "tb_task";
    static final String FINISHED_TASKS = "tb_task_his";

    private static final String STOCK_JOURNAL = "tb_stock_journal";

    private final Coordinator tc;
    private final DatabaseProbe orders;
    private final DatabaseProbe goods;

    Scene(Site site) throws SQLException {
        this.tc = site.tc();
        this.orders = new DatabaseProbe(site.orders());
        this.goods = new DatabaseProbe(site.goods());
    }

    /** What is there at one moment; the rows are kept to be read again later. */
    record View(Optional<Session> session, Traces traces, List<Row> rows) {

        List<Coordinator.Branch> branches() {
            return session.map(Session::branches).orElse(List.of());
        }

        @Nullable
        String status() {
            return session.map(Session::status).orElse(null);
        }
    }

    /** A row with the means to read it again. */
    record Row(
            DatabaseProbe probe,
            String table,
            Map<String, String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> between,
            @Nullable Map<String, String> written) {}

    /** What a transaction has written, as far as the order or the undo log name it. */
    View look(String xid) throws SQLException {
        return view(xid, rowsOf(xid));
    }

    /** And what the request asks to change, whether or not Seata hears of it. */
    View look(String xid, OrderApi.Request request, String key) throws SQLException {
        Map<String, Row> rows = rowsOf(xid);
        seeAll(rows, xid, goods, STOCK_JOURNAL, "request_id, sku_id", "request_id", key);
        for (OrderApi.Line line : request.lines()) {
            see(rows, xid, goods, "tb_sku", Map.of("id", String.valueOf(line.skuId())));
        }
        return view(xid, rows);
    }

    private View view(String xid, Map<String, Row> rows) throws SQLException {
        for (DatabaseProbe probe : List.of(goods, orders)) {
            for (BranchUndo branch : probe.undo(xid)) {
                for (RowImage row : branch.rows()) {
                    see(rows, xid, probe, row.table(), DatabaseProbe.key(row));
                }
            }
        }
        Traces traces = traces(xid);
        return new View(tc.session(xid), traces, List.copyOf(rows.values()));
    }

    private Map<String, Row> rowsOf(String xid) throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Map<String, String> order : orders.select("SELECT id, request_id FROM tb_order WHERE xid = ?", xid)) {
            String id = order.get("id");
            String requestId = order.get("request_id");
            seeAll(rows, xid, goods, STOCK_JOURNAL, "request_id, sku_id", "request_id", requestId);
            see(rows, xid, orders, "tb_order", Map.of("id", id));
            seeAll(rows, xid, orders, "tb_order_line", "order_id, sku_id", "order_id", id);
            seeAll(rows, xid, orders, "tb_order_journal", "request_id", "request_id", requestId);
            seeAll(rows, xid, orders, TASKS, "id", "order_id", id);
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

    /** What a transaction has left beside its rows. */
    Traces traces(String xid) throws SQLException {
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

    /** The rows with what stands in them now. */
    static List<RowViews> withAfter(List<Row> rows) throws SQLException {
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

    /** Whether the TC has ended the transaction, and nothing is left of it that phase two does away with. */
    boolean isOver(String xid) throws SQLException {
        return tc.session(xid).isEmpty() && traces(xid).isSettled();
    }

    @Override
    public void close() throws SQLException {
        try (orders;
                goods) {
            // both, whatever becomes of the first
        }
    }
}
