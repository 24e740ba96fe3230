package com.changgou.proof;

import com.changgou.proof.Coordinator.Session;
import com.changgou.proof.Evidence.Expectation;
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
 * Both databases and the TC around one global transaction, as somebody sees them who takes part in nothing. What stood in a row
 * before is what stood there when the scene was opened; a row that was seen once is looked at again, even when nothing names it
 * any more.
 */
public final class Scene implements AutoCloseable {

    static final String TASKS = "tb_task";
    static final String FINISHED_TASKS = "tb_task_his";

    private static final String STOCK_JOURNAL = "tb_stock_journal";

    private final Coordinator tc;
    private final DatabaseProbe orders;
    private final DatabaseProbe goods;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /**
     * Opens a scene: from now on, what was before stays known.
     *
     * @param site what is looked at
     * @throws ObservationException if a database cannot be read
     */
    public Scene(Site site) {
        this.tc = site.tc();
        this.orders = read(() -> new DatabaseProbe(site.orders()));
        try {
            this.goods = read(() -> new DatabaseProbe(site.goods()));
        } catch (ObservationException unreachable) {
            orders.close();
            throw unreachable;
        }
    }

    /**
     * What is there at one moment.
     *
     * @param session what the TC knows; empty when it has ended the transaction, or never knew it
     * @param traces what the transaction has left beside its rows
     * @param rows what it has touched, or was asked to touch
     */
    public record View(Optional<Session> session, Traces traces, List<Row> rows) {

        List<Coordinator.Branch> branches() {
            return session.map(Session::branches).orElse(List.of());
        }

        @Nullable
        String status() {
            return session.map(Session::status).orElse(null);
        }
    }

    /**
     * A row at one moment; null where there was none.
     *
     * @param place where it is
     * @param before what stood there when the scene was opened
     * @param now what everybody reads
     * @param written the same, or what a prepared branch has written there
     * @param uncommitted the same, or what any open local transaction has written there
     * @param movedTo the table in which it stands now; null while it stands where it was, or nowhere
     */
    public record Row(
            Place place,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> now,
            @Nullable Map<String, String> written,
            @Nullable Map<String, String> uncommitted,
            @Nullable String movedTo) {}

    /** Where a row is, with the means to read it. */
    public static final class Place {

        private final DatabaseProbe probe;
        private final String table;
        private final Map<String, String> key;

        private Place(DatabaseProbe probe, String table, Map<String, String> key) {
            this.probe = probe;
            this.table = table;
            this.key = key;
        }

        /**
         * Its database.
         *
         * @return {@code orders} or {@code goods}
         */
        public String database() {
            return probe.name();
        }

        /**
         * Its table.
         *
         * @return its name
         */
        public String table() {
            return table;
        }

        /**
         * Its primary key.
         *
         * @return the values, in the order of the columns
         */
        public List<String> key() {
            return List.copyOf(key.values());
        }

        private Row look(boolean prepared) throws SQLException {
            Map<String, String> now = probe.rowNow(table, key);
            Map<String, String> uncommitted = probe.rowWritten(table, key);
            // Only what is prepared counts as written: what an open transaction has not finished is nothing yet.
            String movedTo = now == null && last() != null ? FINISHED_TASKS : null;
            return new Row(this, probe.rowBefore(table, key), now, prepared ? uncommitted : now, uncommitted, movedTo);
        }

        /** A task that was answered has moved. */
        private @Nullable Map<String, String> last() throws SQLException {
            Map<String, String> now = probe.rowNow(table, key);
            return now == null && table.equals(TASKS) ? probe.rowNow(FINISHED_TASKS, key) : now;
        }
    }

    /** What a transaction has written, as far as the order or the undo log name it. */
    View look(String xid) {
        return read(() -> {
            findOrder(xid);
            return view(xid);
        });
    }

    /**
     * What a transaction has written, and what its request asks to change, whether or not Seata hears of it.
     *
     * @param xid the transaction; any text while there is none
     * @param request what was posted
     * @param key its {@code Idempotency-Key}
     * @return what is there now
     * @throws ObservationException if a database cannot be read
     */
    public View look(String xid, OrderApi.Request request, String key) {
        return read(() -> {
            findOrder(xid);
            findAll(goods, STOCK_JOURNAL, "request_id, sku_id", "request_id", key);
            for (OrderApi.Line line : request.lines()) {
                found(goods, "tb_sku", Map.of("id", String.valueOf(line.skuId())));
            }
            return view(xid);
        });
    }

    private View view(String xid) throws SQLException {
        for (DatabaseProbe probe : List.of(goods, orders)) {
            for (BranchUndo branch : probe.undo(xid)) {
                for (RowImage row : branch.rows()) {
                    found(probe, row.table(), DatabaseProbe.key(row));
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Place place : places.values()) {
            rows.add(place.look(!place.probe.prepared(xid).isEmpty()));
        }
        Traces traces = traces(xid);
        return new View(tc.session(xid), traces, rows);
    }

    private void findOrder(String xid) throws SQLException {
        for (Map<String, String> order : orders.select("SELECT id, request_id FROM tb_order WHERE xid = ?", xid)) {
            String id = order.get("id");
            String requestId = order.get("request_id");
            findAll(goods, STOCK_JOURNAL, "request_id, sku_id", "request_id", requestId);
            found(orders, "tb_order", Map.of("id", id));
            findAll(orders, "tb_order_line", "order_id, sku_id", "order_id", id);
            findAll(orders, "tb_order_journal", "request_id", "request_id", requestId);
            findAll(orders, TASKS, "id", "order_id", id);
        }
    }

    private void findAll(DatabaseProbe probe, String table, String key, String column, String value)
            throws SQLException {
        String keys = "SELECT " + key + " FROM " + table + " WHERE " + column + " = ?";
        for (Map<String, String> row : probe.select(keys, value)) {
            found(probe, table, row);
        }
    }

    private void found(DatabaseProbe probe, String table, Map<String, String> key) {
        places.putIfAbsent(probe.name() + "." + table + key.values(), new Place(probe, table, key));
    }

    private Traces traces(String xid) throws SQLException {
        long rowLocks = goods.rowLocks() + orders.rowLocks();
        return traces(xid, rowLocks);
    }

    private Traces traces(String xid, long rowLocks) throws SQLException {
        List<UndoneRow> undo = new ArrayList<>();
        List<FenceRow> fence = new ArrayList<>();
        List<PreparedBranch> prepared = new ArrayList<>();
        for (DatabaseProbe probe : List.of(goods, orders)) {
            for (BranchUndo branch : probe.undo(xid)) {
                undo.addAll(probe.undoneRows(branch));
            }
            fence.addAll(probe.fence(xid));
            prepared.addAll(probe.prepared(xid));
        }
        return new Traces(undo, tc.locks(xid), fence, prepared, rowLocks);
    }

    /**
     * What was seen of the transaction from a view in between to now.
     *
     * @param xid the transaction
     * @param mode the branches that it was meant to have
     * @param expected what it was meant to do
     * @param pausedAt where it was held for the view in between; null if it was not held
     * @param httpStatus what the client was answered
     * @param between the view in between
     * @return what can be judged
     * @throws ObservationException if a database cannot be read
     */
    public Evidence evidence(
            String xid, Mode mode, Expectation expected, @Nullable String pausedAt, int httpStatus, View between) {
        return read(() -> new Evidence(
                xid,
                mode,
                expected,
                pausedAt,
                httpStatus,
                between.status(),
                tc.session(xid).map(Session::status).orElse(null),
                between.branches(),
                between.traces(),
                traces(xid),
                withAfter(between.rows())));
    }

    private static List<RowViews> withAfter(List<Row> rows) throws SQLException {
        List<RowViews> views = new ArrayList<>();
        for (Row row : rows) {
            Place place = row.place();
            views.add(new RowViews(
                    place.database(),
                    place.probe.resourceId(),
                    place.table(),
                    place.key(),
                    row.before(),
                    row.now(),
                    row.written(),
                    place.last()));
        }
        return views;
    }

    /**
     * Whether the TC has ended the transaction, and nothing is left of it that phase two does away with.
     *
     * @param xid the transaction
     * @return true also for one that never was
     * @throws ObservationException if a database cannot be read
     */
    public boolean isOver(String xid) {
        return read(() -> tc.session(xid).isEmpty() && traces(xid, 0).isSettled());
    }

    private interface Reading<T> {
        T take() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.take();
        } catch (SQLException e) {
            throw new ObservationException("The databases cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        orders.close();
        goods.close();
    }
}
