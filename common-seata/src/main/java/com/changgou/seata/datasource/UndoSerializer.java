package com.changgou.seata.datasource;

import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.seata.rm.datasource.sql.struct.Field;
import org.apache.seata.rm.datasource.sql.struct.Row;
import org.apache.seata.rm.datasource.sql.struct.TableRecords;
import org.apache.seata.rm.datasource.undo.BranchUndoLog;
import org.apache.seata.rm.datasource.undo.SQLUndoLog;
import org.apache.seata.rm.datasource.undo.UndoLogParserFactory;
import org.apache.seata.sqlparser.SQLType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** The serializer that Seata is told to write undo logs with: it is looked for at the first branch, and may not be there. */
final class UndoSerializer {

    /** What MySQL's driver makes of a DATETIME, which not every serializer can read again (upstream #3883, #5146). */
    private static final LocalDateTime DATE = LocalDateTime.of(2026, 11, 22, 17, 30, 0, 123_000_000);

    private UndoSerializer() {}

    /** Writes an undo log and reads it. */
    static void requireUsable() {
        Object read;
        try {
            read = writtenAndRead(DATE);
        } catch (RuntimeException | LinkageError unusable) {
            throw unusable(NestedExceptionUtils.getMostSpecificCause(unusable).toString(), unusable);
        }
        if (!DATE.equals(read)) {
            throw unusable(DATE + " comes back as " + read, null);
        }
    }

    private static Object writtenAndRead(Object value) {
        Row row = new Row();
        row.add(new Field("changed_at", Types.TIMESTAMP, value));
        TableRecords image = new TableRecords();
        image.setTableName("sample");
        image.setRows(List.of(row));
        SQLUndoLog statement = new SQLUndoLog();
        statement.setSqlType(SQLType.DELETE);
        statement.setTableName("sample");
        statement.setBeforeImage(image);
        BranchUndoLog log = new BranchUndoLog();
        log.setXid("sample");
        log.setSqlUndoLogs(List.of(statement));
        byte[] written = UndoLogParserFactory.getInstance().encode(log);
        BranchUndoLog read = UndoLogParserFactory.getInstance().decode(written);
        Row readRow = read.getSqlUndoLogs().get(0).getBeforeImage().getRows().get(0);
        return readRow.getFields().get(0).getValue();
    }

    private static StartupCheckException unusable(String why, @Nullable Throwable cause) {
        return new StartupCheckException(
                "Seata cannot write and read undo logs with its serializer: " + why
                        + ". Every local transaction in a global one would fail, or could not be rolled back.",
                "Keep seata.client.undo.log-serialization=jackson, with Jackson 2 on the class path beside Boot's Jackson 3:"
                        + " com.fasterxml.jackson.core:jackson-databind and"
                        + " com.fasterxml.jackson.datatype:jackson-datatype-jsr310.",
                cause);
    }
}
