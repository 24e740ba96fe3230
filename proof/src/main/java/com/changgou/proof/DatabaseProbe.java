package com.changgou.proof;

import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.FenceState;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.UndoneRow;
import com.changgou.seata.undo.BranchUndo;
import com.changgou.seata.undo.RowImage;
import com.changgou.seata.undo.UndoLogs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Reads one database past its service. The connection that it is opened with keeps a snapshot: what it reads later through
 * {@link #rowBefore} is what stood there when it was opened, for any row.
 */
final class DatabaseProbe implements AutoCloseable {

    private static final Duration UNDO_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CACHED = Duration.ofMillis(110);

    private final Database database;
    private long viewed = System.nanoTime() - CACHED.toNanos();
    private final Connection snapshot;

    DatabaseProbe(Database database) throws SQLException {
        this.database = database;
        this.snapshot = database.connect();
        try (Statement statement = snapshot.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        }
    }

    String name() {
        return database.name();
    }

    String resourceId() {
        return database.resourceId();
    }

    @Nullable
    Map<String, String> rowBefore(String table, Map<String, String> key) throws SQLException {
        return row(snapshot, table, key);
    }

    @Nullable
    Map<String, String> rowNow(String table, Map<String, String> key) throws SQLException {
        try (Connection connection = database.connect()) {
            return row(connection, table, key);
        }
    }

    /** Also what open transactions have written, as those that a database has prepared. */
    @Nullable
    Map<String, String> rowWritten(String table, Map<String, String> key) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
            return row(connection, table, key);
        }
    }

    private static @Nullable Map<String, String> row(Connection connection, String table, Map<String, String> key)
            throws SQLException {
        String where = key.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table + " WHERE " + where)) {
            int parameter = 0;
            for (String value : key.values()) {
                select.setString(++parameter, value);
            }
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? columns(rows) : null;
            }
        }
    }

    private static Map<String, String> columns(ResultSet row) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.put(row.getMetaData().getColumnName(i), text(row.getObject(i)));
        }
        return columns;
    }

    /** What a rollback of a transaction would undo here. */
    List<BranchUndo> undo(String xid) throws SQLException {
        try (Connection connection = database.connect()) {
            return new UndoLogs(new SingleConnectionDataSource(connection, true), UNDO_TIMEOUT).of(xid);
        }
    }

    /** The rows of a query, each as its columns: meant for primary keys. Finds also what open transactions have written. */
    List<Map<String, String>> select(String sql, String parameter) throws SQLException {
        List<Map<String, String>> found = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement(sql)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
            select.setString(1, parameter);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(columns(rows));
                }
            }
        }
        return found;
    }

    /** What the fence knows of a transaction. */
    List<FenceRow> fence(String xid) throws SQLException {
        List<FenceRow> fence = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT branch_id, action_name, status FROM tcc_fence_log WHERE xid = ? ORDER BY branch_id")) {
            select.setString(1, xid);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    FenceState state = FenceState.values()[rows.getInt(3) - 1];
                    fence.add(new FenceRow(name(), rows.getLong(1), rows.getString(2), state));
                }
            }
        }
        return fence;
    }

    /** The branches of a transaction that are prepared here. Seata's XA ids begin with the XID. */
    List<PreparedBranch> prepared(String xid) throws SQLException {
        return preparedIds().stream()
                .filter(id -> id.startsWith(xid + "-"))
                .map(id -> new PreparedBranch(name(), id))
                .toList();
    }

    /** The transaction of each branch that is prepared here. */
    List<String> preparedXids() throws SQLException {
        return preparedIds().stream()
                .filter(id -> id.contains("-"))
                .map(id -> id.substring(0, id.lastIndexOf('-')))
                .toList();
    }

    private List<String> preparedIds() throws SQLException {
        return strings("XA RECOVER", "data");
    }

    /** The transaction of each undo log; guard rows of finished rollbacks are none. */
    List<String> undoXids() throws SQLException {
        return strings("SELECT xid FROM undo_log WHERE log_status = 0", "xid");
    }

    private List<String> strings(String sql, String column) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(column));
            }
        }
        return strings;
    }

    /** InnoDB shows what this view showed before to whoever reads it again within 100 ms. */
    private void awaitFreshView() {
        LockSupport.parkNanos(viewed + CACHED.toNanos() - System.nanoTime());
        viewed = System.nanoTime();
    }

    /**
     * How many rows are locked here by whatever transaction: those that it has written, or read with a lock. InnoDB counts the
     * lock of a row that was inserted nowhere else than with the written rows. Counted are the transactions that two views
     * show: one alone also catches who passes by, as the sweep of the tasks or the deletion of undo logs.
     */
    long rowLocks() throws SQLException {
        Map<String, Long> before = lockedRows();
        if (before.isEmpty()) {
            return 0;
        }
        Map<String, Long> after = lockedRows();
        after.keySet().retainAll(before.keySet());
        return after.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The locked rows of each transaction of the database that has any. */
    private Map<String, Long> lockedRows() throws SQLException {
        awaitFreshView();
        Map<String, Long> locked = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT trx_id, GREATEST(trx_rows_locked, trx_rows_modified) locked"
                                + " FROM information_schema.innodb_trx HAVING locked > 0")) {
            while (rows.next()) {
                locked.put(rows.getString("trx_id"), rows.getLong("locked"));
            }
        }
        return locked;
    }

    List<UndoneRow> undoneRows(BranchUndo branch) {
        return branch.rows().stream()
                .map(row -> new UndoneRow(
                        name(),
                        branch.branchId(),
                        row.table(),
                        List.copyOf(key(row).values()),
                        texts(row.before()),
                        texts(row.after())))
                .toList();
    }

    static Map<String, String> key(RowImage row) {
        return Optional.ofNullable(texts(row.key())).orElseThrow();
    }

    private static @Nullable Map<String, String> texts(@Nullable Map<String, ? extends @Nullable Object> values) {
        if (values == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((column, value) -> texts.put(column, text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return value instanceof Timestamp timestamp
                ? timestamp.toLocalDateTime().toString()
                : String.valueOf(value);
    }

    @Override
    public void close() {
        JdbcUtils.closeConnection(snapshot);
    }
}
