package com.changgou.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.seata.core.model.GlobalStatus;

/** The TC's db store, read past the TC: works with every version of it. */
public final class TcTables implements Coordinator {

    private final Database database;

    /**
     * The tables of a store.
     *
     * @param database the TC's
     */
    public TcTables(Database database) {
        this.database = database;
    }

    @Override
    public List<Session> sessions() {
        Map<String, List<Branch>> branches = branches("branch_table");
        List<Session> sessions = new ArrayList<>(read("SELECT xid, status, begin_time FROM global_table", row -> {
            String xid = row.getString(1);
            GlobalStatus status = GlobalStatus.get(row.getInt(2));
            return new Session(
                    xid, status.name(), Instant.ofEpochMilli(row.getLong(3)), branches.getOrDefault(xid, List.of()));
        }));
        sessions.removeIf(session -> !isOpen(session));
        sessions.addAll(lost());
        return sessions;
    }

    /** Branches of no global transaction: registered when its rollback had passed, and undone by nobody. */
    private List<Session> lost() {
        return branches("branch_table LEFT JOIN global_table USING (xid) WHERE global_table.xid IS NULL")
                .entrySet()
                .stream()
                .map(branch -> new Session(branch.getKey(), "lost", null, branch.getValue()))
                .toList();
    }

    /** A decided transaction stays in the table until the TC looks a second time, with no branch left: nothing more is to come. */
    private static boolean isOpen(Session session) {
        return !session.branches().isEmpty() || session.status().equals(GlobalStatus.Begin.name());
    }

    private Map<String, List<Branch>> branches(String from) {
        Map<String, List<Branch>> byXid = new HashMap<>();
        read(
                "SELECT branch_table.xid, branch_id, branch_table.resource_id, branch_type FROM " + from
                        + " ORDER BY branch_id",
                row -> byXid.computeIfAbsent(row.getString(1), xid -> new ArrayList<>())
                        .add(new Branch(row.getLong(2), row.getString(3), row.getString(4))));
        return byXid;
    }

    @Override
    public List<LockedRow> locks() {
        return read(
                "SELECT xid, branch_id, resource_id, table_name, pk FROM lock_table",
                row -> new LockedRow(
                        row.getString(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5)));
    }

    private interface Mapper<T> {

        T map(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String sql, Mapper<T> mapper) {
        List<T> found = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(mapper.map(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new ObservationException("The TC's tables cannot be read: " + e.getMessage(), e);
        }
    }
}
