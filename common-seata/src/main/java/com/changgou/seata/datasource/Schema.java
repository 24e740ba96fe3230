package com.changgou.seata.datasource;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.seata.common.DefaultValues;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** What AT mode asks of a database schema: an undo log that refuses duplicates, and a primary key on every table. */
final class Schema {

    static final String UNDO_LOG = DefaultValues.DEFAULT_TRANSACTION_UNDO_LOG_TABLE;

    private static final Set<String> UNDO_LOG_KEY = Set.of("xid", "branch_id");

    private final DataSource dataSource;

    private Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static Schema of(DataSource dataSource) {
        return new Schema(dataSource);
    }

    /** Without the unique key a late phase one is committed after its rollback has passed (upstream #489). */
    void requireUndoLog(String beanName) {
        if (tables().stream().noneMatch(UNDO_LOG::equalsIgnoreCase)) {
            throw new StartupCheckException(
                    "Data source '" + beanName + "' has no table " + UNDO_LOG
                            + ": Seata AT writes the images there from which it rolls back.",
                    "Create the table in this database; the README of common-seata has its definition.");
        }
        if (uniqueKeys(UNDO_LOG).stream().noneMatch(UNDO_LOG_KEY::equals)) {
            throw new StartupCheckException(
                    "Table " + UNDO_LOG + " of data source '" + beanName + "' has no unique key on (xid, branch_id).",
                    "Run: ALTER TABLE " + UNDO_LOG + " ADD UNIQUE KEY ux_undo_log (xid, branch_id)");
        }
    }

    void requirePrimaryKeys(String beanName, Set<String> unmanagedTables) {
        List<String> keyless = tables().stream()
                .filter(table -> unmanagedTables.stream().noneMatch(table::equalsIgnoreCase))
                .filter(table -> !hasPrimaryKey(table))
                .toList();
        if (!keyless.isEmpty()) {
            throw new StartupCheckException(
                    "Data source '" + beanName + "' has tables without a primary key: " + String.join(", ", keyless)
                            + ". Seata AT finds the rows to lock and to undo by their primary key.",
                    "Give each table a primary key, or, if no global transaction writes it, name it in"
                            + " changgou.seata.startup-check.unmanaged-tables.");
        }
    }

    private Set<String> tables() {
        return read((metaData, connection) -> {
            Set<String> tables = new HashSet<>();
            try (ResultSet rows = metaData.getTables(
                    connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
                while (rows.next()) {
                    tables.add(rows.getString("TABLE_NAME"));
                }
            }
            return tables;
        });
    }

    private boolean hasPrimaryKey(String table) {
        return read((metaData, connection) -> {
            try (ResultSet rows = metaData.getPrimaryKeys(connection.getCatalog(), connection.getSchema(), table)) {
                return rows.next();
            }
        });
    }

    private List<Set<String>> uniqueKeys(String table) {
        return read((metaData, connection) -> {
            Map<String, Set<String>> keys = new TreeMap<>();
            String name = storedName(metaData, table);
            try (ResultSet rows =
                    metaData.getIndexInfo(connection.getCatalog(), connection.getSchema(), name, true, true)) {
                while (rows.next()) {
                    if (rows.getString("COLUMN_NAME") != null) {
                        keys.computeIfAbsent(rows.getString("INDEX_NAME"), key -> new HashSet<>())
                                .add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                    }
                }
            }
            return new ArrayList<>(keys.values());
        });
    }

    private static String storedName(DatabaseMetaData metaData, String table) throws SQLException {
        return metaData.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
    }

    private <T> T read(MetaDataReader<T> reader) {
        try {
            return JdbcUtils.extractDatabaseMetaData(
                    dataSource, metaData -> reader.read(metaData, metaData.getConnection()));
        } catch (MetaDataAccessException unreachable) {
            throw new StartupCheckException(
                    "The schema cannot be read: " + unreachable.getMessage(),
                    "Check that the database runs and that its URL and user are right.",
                    unreachable);
        }
    }

    @FunctionalInterface
    private interface MetaDataReader<T> {

        T read(DatabaseMetaData metaData, Connection connection) throws SQLException;
    }
}
