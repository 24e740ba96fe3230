package com.changgou.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both databases as plain JDBC reads them: nothing of the console or of the proof takes part. */
record PlainReads(SystemUnderTest system) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> DATABASES = List.of("goods", "orders");

    /** A row as everybody reads it; empty where there is none. */
    Map<String, String> now(String database, String table, String column, Object value) {
        return row(database, table, column, value, Connection.TRANSACTION_READ_COMMITTED);
    }

    /** A row as it was written last, committed or not. */
    Map<String, String> written(String database, String table, String column, Object value) {
        return row(database, table, column, value, Connection.TRANSACTION_READ_UNCOMMITTED);
    }

    /** Stock of a SKU. */
    long stock(long sku) {
        return Long.parseLong(now("goods", "tb_sku", "id", sku).get("stock"));
    }

    /**
     * Locks a SKU again and again, each time in a transaction of its own, which ends before anybody can look twice.
     *
     * @return how many times
     */
    int lockAgainAndAgain(long sku, AtomicBoolean over) {
        int times = 0;
        try (Connection connection = connect("goods");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                statement.executeQuery("SELECT id FROM tb_sku WHERE id = " + sku + " FOR UPDATE");
                statement.execute("DO SLEEP(0.08)");
                connection.commit();
                times++;
            }
        } catch (SQLException e) {
            throw new AssertionError("The goods' database cannot be written", e);
        }
        return times;
    }

    /** The images of the undo log of a transaction: for each row, what an update has changed of it, without blanks. */
    Map<String, List<String>> undo(String xid) {
        Map<String, List<String>> images = new TreeMap<>();
        String sql = "SELECT rollback_info FROM undo_log WHERE log_status = 0 AND xid = ?";
        for (String database : DATABASES) {
            for (Map<String, String> log : select(database, sql, xid)) {
                JsonNode statements =
                        list(JSON.readTree(log.get("rollback_info")).path("sqlUndoLogs"));
                statements.forEach(statement -> images.putAll(images(database, statement)));
            }
        }
        return images;
    }

    private static Map<String, List<String>> images(String database, JsonNode statement) {
        Map<String, Map<String, String>> before = rows(statement.path("beforeImage"));
        Map<String, Map<String, String>> after = rows(statement.path("afterImage"));
        Map<String, List<String>> images = new TreeMap<>();
        after.forEach((key, row) -> {
            Map<String, String> old = before.get(key);
            List<String> changes = old == null
                    ? List.of("—→newrow")
                    : row.keySet().stream()
                            .filter(column -> !Objects.equals(old.get(column), row.get(column)))
                            .map(column -> column + old.get(column) + "→" + row.get(column))
                            .toList();
            images.put(database + "." + statement.path("tableName").asString() + "[" + key + "]", changes);
        });
        return images;
    }

    private static Map<String, Map<String, String>> rows(JsonNode image) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (JsonNode row : list(image.path("rows"))) {
            Map<String, String> columns = new LinkedHashMap<>();
            List<String> key = new ArrayList<>();
            for (JsonNode field : list(row.path("fields"))) {
                JsonNode value = field.path("value");
                // What Jackson cannot tell from its text alone stands behind its class.
                String text = (value.isArray() ? value.path(1) : value).asString();
                columns.put(field.path("name").asString(), text);
                if (field.path("keyType").asString().equals("PRIMARY_KEY")) {
                    key.add(text);
                }
            }
            rows.put(String.join(",", key), columns);
        }
        return rows;
    }

    /** Seata writes a list as an array of its class and its elements. */
    private static JsonNode list(JsonNode typed) {
        return typed.path(1);
    }

    /** Action and number of the state of each fence row of a transaction. */
    List<String> fence(String xid) {
        List<String> fence = new ArrayList<>();
        for (String database : DATABASES) {
            select(database, "SELECT action_name, status FROM tcc_fence_log WHERE xid = ?", xid)
                    .forEach(row -> fence.add(row.get("action_name") + " "
                            + List.of("", "TRIED", "CONFIRMED", "CANCELLED", "SUSPENDED")
                                    .get(Integer.parseInt(row.get("status")))));
        }
        return fence;
    }

    /** The branches of a transaction that are prepared, after the name of their database. */
    List<String> prepared(String xid) {
        List<String> prepared = new ArrayList<>();
        for (String database : DATABASES) {
            try (Connection connection = connect(database);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("XA RECOVER")) {
                while (rows.next()) {
                    if (rows.getString("data").startsWith(xid)) {
                        prepared.add(database + " " + rows.getString("data"));
                    }
                }
            } catch (SQLException e) {
                throw new AssertionError("The prepared branches cannot be read", e);
            }
        }
        return prepared;
    }

    private Map<String, String> row(String database, String table, String column, Object value, int isolation) {
        List<Map<String, String>> rows =
                select(database, "SELECT * FROM " + table + " WHERE " + column + " = ?", value, isolation);
        return rows.isEmpty() ? Map.of() : rows.get(0);
    }

    private List<Map<String, String>> select(String database, String sql, Object parameter) {
        return select(database, sql, parameter, Connection.TRANSACTION_READ_COMMITTED);
    }

    private List<Map<String, String>> select(String database, String sql, Object parameter, int isolation) {
        List<Map<String, String>> found = new ArrayList<>();
        try (Connection connection = connect(database);
                PreparedStatement select = connection.prepareStatement(sql)) {
            connection.setTransactionIsolation(isolation);
            select.setObject(1, parameter);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
                    }
                    found.add(row);
                }
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError("The database " + database + " cannot be read", e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return database.equals("goods") ? system.goodsDatabase() : system.orderDatabase();
    }
}
