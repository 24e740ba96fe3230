package com.changgou.seata.undo;

import java.sql.Types;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.sql.struct.Field;
import org.apache.seata.rm.datasource.sql.struct.KeyType;
import org.apache.seata.rm.datasource.sql.struct.Row;
import org.apache.seata.rm.datasource.sql.struct.TableRecords;
import org.apache.seata.rm.datasource.undo.BranchUndoLog;
import org.apache.seata.rm.datasource.undo.SQLUndoLog;
import org.apache.seata.rm.datasource.undo.UndoLogParserFactory;
import org.apache.seata.sqlparser.SQLType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database in memory with an {@code undo_log}. */
public final class UndoDatabase {

    private final DataSource dataSource =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);

    public UndoDatabase() {
        execute("CREATE TABLE undo_log (id BIGINT AUTO_INCREMENT PRIMARY KEY, branch_id BIGINT, xid VARCHAR(128),"
                + " context VARCHAR(128), rollback_info BLOB, log_status INT, log_created TIMESTAMP(6))");
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public void execute(String sql) {
        jdbc.execute(sql);
    }

    /** A branch that has reduced a stock from 10 to 8. */
    public void pending(String xid, long branchId, long secondsAgo) {
        insert(xid, branchId, 0, secondsAgo);
    }

    /** What a rollback that came too early has left. */
    public void guard(String xid, long branchId, long secondsAgo) {
        insert(xid, branchId, 1, secondsAgo);
    }

    private void insert(String xid, long branchId, int status, long secondsAgo) {
        jdbc.update(
                "INSERT INTO undo_log (branch_id, xid, context, rollback_info, log_status, log_created)"
                        + " VALUES (?, ?, 'serializer=jackson&compressorType=NONE', ?, ?,"
                        + " DATEADD(SECOND, " + -secondsAgo + ", LOCALTIMESTAMP(6)))",
                branchId,
                xid,
                encoded(xid, branchId),
                status);
    }

    private static byte[] encoded(String xid, long branchId) {
        SQLUndoLog statement = new SQLUndoLog();
        statement.setSqlType(SQLType.UPDATE);
        statement.setTableName("tb_sku");
        statement.setBeforeImage(stock(10));
        statement.setAfterImage(stock(8));
        BranchUndoLog log = new BranchUndoLog();
        log.setXid(xid);
        log.setBranchId(branchId);
        log.setSqlUndoLogs(List.of(statement));
        return UndoLogParserFactory.getInstance("jackson").encode(log);
    }

    private static TableRecords stock(int stock) {
        Field id = new Field("id", Types.BIGINT, 1L);
        id.setKeyType(KeyType.PRIMARY_KEY);
        Row row = new Row();
        row.add(id);
        row.add(new Field("stock", Types.INTEGER, stock));
        TableRecords records = new TableRecords();
        records.setTableName("tb_sku");
        records.setRows(List.of(row));
        return records;
    }
}
