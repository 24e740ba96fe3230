package com.changgou.seata.undo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.apache.seata.common.DefaultValues;
import org.apache.seata.rm.datasource.SeataDataSourceProxy;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads a database's {@code undo_log}. Rows of {@code log_status} 1 mark finished rollbacks: they hold nothing and are left out. */
public final class UndoLogs {

    private static final String PENDING =
            " FROM " + DefaultValues.DEFAULT_TRANSACTION_UNDO_LOG_TABLE + " WHERE log_status = 0";

    private final JdbcTemplate all;
    private final JdbcTemplate first;
    private final UndoLogDecoder decoder = new UndoLogDecoder();

    /**
     * Creates the reader.
     *
     * @param target the database, past Seata's proxy, which would take part in the global transaction of the thread
     * @param timeout after which a query is given up, in whole seconds
     * @throws IllegalArgumentException if the data source is one of Seata's proxies
     */
    public UndoLogs(DataSource target, Duration timeout) {
        if (target instanceof SeataDataSourceProxy) {
            throw new IllegalArgumentException("undo_log is read past Seata's proxy");
        }
        all = new JdbcTemplate(target);
        all.setQueryTimeout((int) timeout.toSeconds());
        first = new JdbcTemplate(target);
        first.setQueryTimeout((int) timeout.toSeconds());
        first.setMaxRows(1);
    }

    /**
     * What waits for phase two.
     *
     * @return how much, and since when
     * @throws DataAccessException if the table cannot be read in time
     */
    public PendingUndo pending() {
        Long rows = all.queryForObject("SELECT COUNT(*)" + PENDING, Long.class);
        PendingUndo oldest = DataAccessUtils.singleResult(first.query(
                "SELECT log_created, LOCALTIMESTAMP(6), xid" + PENDING + " ORDER BY log_created",
                (row, number) -> new PendingUndo(rows == null ? 0 : rows, age(row), row.getString(3))));
        return oldest == null ? new PendingUndo(0, Duration.ZERO, null) : oldest;
    }

    private static Duration age(ResultSet row) throws SQLException {
        Duration age = Duration.between(row.getObject(1, LocalDateTime.class), row.getObject(2, LocalDateTime.class));
        return age.isNegative() ? Duration.ZERO : age;
    }

    /**
     * What a rollback of a global transaction would undo here.
     *
     * @param xid the global transaction
     * @return its branches with the rows that they changed, in the order in which they were written
     * @throws DataAccessException if the table cannot be read in time
     */
    public List<BranchUndo> of(String xid) {
        return all.query(
                "SELECT context, rollback_info" + PENDING + " AND xid = ? ORDER BY id",
                (row, number) -> decoder.decode(row.getString(1), row.getBytes(2)),
                xid);
    }
}
