package com.changgou.seata.undo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.seata.rm.datasource.sql.struct.Field;
import org.apache.seata.rm.datasource.sql.struct.KeyType;
import org.apache.seata.rm.datasource.sql.struct.Row;
import org.apache.seata.rm.datasource.sql.struct.TableRecords;
import org.apache.seata.rm.datasource.undo.BranchUndoLog;
import org.apache.seata.rm.datasource.undo.SQLUndoLog;
import org.apache.seata.rm.datasource.undo.UndoLogParserFactory;
import org.apache.seata.sqlparser.SQLType;
import org.junit.jupiter.api.Test;

class UndoLogDecoderTests {

    private final UndoLogDecoder decoder = new UndoLogDecoder();

    @Test
    void showsAnUpdateAsBeforeAndAfter() {
        BranchUndo branch = decode(statement(SQLType.UPDATE, records("tb_sku", sku(10)), records("tb_sku", sku(8))));
        assertThat(branch.xid()).isEqualTo("127.0.0.2:8091:1");
        assertThat(branch.branchId()).isEqualTo(2);
        assertThat(branch.rows())
                .containsExactly(new RowImage("tb_sku", Map.of("id", 1L), Map.of("stock", 10), Map.of("stock", 8)));
    }

    @Test
    void anInsertedRowHasNoBefore() {
        BranchUndo branch = decode(statement(SQLType.INSERT, records("tb_sku"), records("tb_sku", sku(8))));
        assertThat(branch.rows().get(0).before()).isNull();
        assertThat(branch.rows().get(0).after()).containsEntry("stock", 8);
    }

    @Test
    void aDeletedRowHasNoAfter() {
        BranchUndo branch = decode(statement(SQLType.DELETE, records("tb_sku", sku(8)), records("tb_sku")));
        assertThat(branch.rows().get(0).after()).isNull();
    }

    @Test
    void readsDatesAsTheDriverGivesThem() {
        LocalDateTime now = LocalDateTime.of(2026, 11, 22, 17, 30, 0, 123_000_000);
        Row row = sku(1);
        row.add(new Field("created_at", Types.TIMESTAMP, now));
        BranchUndo branch = decode(statement(SQLType.INSERT, records("tb_sku"), records("tb_sku", row)));
        assertThat(branch.rows().get(0).after()).containsEntry("created_at", now);
    }

    private BranchUndo decode(SQLUndoLog statement) {
        BranchUndoLog log = new BranchUndoLog();
        log.setXid("127.0.0.2:8091:1");
        log.setBranchId(2);
        log.setSqlUndoLogs(List.of(statement));
        byte[] info = UndoLogParserFactory.getInstance("jackson").encode(log);
        return decoder.decode("serializer=jackson&compressorType=NONE", info);
    }

    private static SQLUndoLog statement(SQLType type, TableRecords before, TableRecords after) {
        SQLUndoLog statement = new SQLUndoLog();
        statement.setSqlType(type);
        statement.setTableName("tb_sku");
        statement.setBeforeImage(before);
        statement.setAfterImage(after);
        return statement;
    }

    private static TableRecords records(String table, Row... rows) {
        TableRecords records = new TableRecords();
        records.setTableName(table);
        records.setRows(List.of(rows));
        return records;
    }

    private static Row sku(int stock) {
        Field id = new Field("id", Types.BIGINT, 1L);
        id.setKeyType(KeyType.PRIMARY_KEY);
        Row row = new Row();
        row.add(id);
        row.add(new Field("stock", Types.INTEGER, stock));
        return row;
    }
}
