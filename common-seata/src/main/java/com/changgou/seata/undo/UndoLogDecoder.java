package com.changgou.seata.undo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.seata.common.util.CollectionUtils;
import org.apache.seata.core.compressor.CompressorFactory;
import org.apache.seata.core.compressor.CompressorType;
import org.apache.seata.rm.datasource.sql.struct.Field;
import org.apache.seata.rm.datasource.sql.struct.Row;
import org.apache.seata.rm.datasource.sql.struct.TableRecords;
import org.apache.seata.rm.datasource.undo.BranchUndoLog;
import org.apache.seata.rm.datasource.undo.SQLUndoLog;
import org.apache.seata.rm.datasource.undo.UndoLogConstants;
import org.apache.seata.rm.datasource.undo.UndoLogParserFactory;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code undo_log} with Seata's own parsers, so that what is shown is what a rollback would use. */
public final class UndoLogDecoder {

    /**
     * Decodes one row of {@code undo_log}.
     *
     * @param context its column {@code context}: serializer and compressor
     * @param rollbackInfo its column {@code rollback_info}
     * @return the branch with the rows that it changed
     */
    public BranchUndo decode(String context, byte[] rollbackInfo) {
        Map<String, String> settings = CollectionUtils.decodeMap(context);
        String compressor = settings.getOrDefault(UndoLogConstants.COMPRESSOR_TYPE_KEY, CompressorType.NONE.name());
        byte[] plain = CompressorFactory.getCompressor(
                        CompressorType.getByName(compressor).getCode())
                .decompress(rollbackInfo);
        BranchUndoLog log = UndoLogParserFactory.getInstance(settings.get(UndoLogConstants.SERIALIZER_KEY))
                .decode(plain);
        List<RowImage> rows =
                log.getSqlUndoLogs().stream().flatMap(UndoLogDecoder::rows).toList();
        return new BranchUndo(log.getXid(), log.getBranchId(), rows);
    }

    private static Stream<RowImage> rows(SQLUndoLog statement) {
        Map<Map<String, Object>, Row> before = byKey(statement.getBeforeImage());
        Map<Map<String, Object>, Row> after = byKey(statement.getAfterImage());
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .map(key ->
                        new RowImage(statement.getTableName(), key, columns(before.get(key)), columns(after.get(key))));
    }

    private static Map<Map<String, Object>, Row> byKey(@Nullable TableRecords image) {
        Map<Map<String, Object>, Row> rows = new LinkedHashMap<>();
        if (image != null) {
            image.getRows().forEach(row -> rows.put(key(row), row));
        }
        return rows;
    }

    private static Map<String, Object> key(Row row) {
        return row.primaryKeys().stream()
                .collect(Collectors.toMap(
                        Field::getName,
                        field -> Objects.requireNonNull(field.getValue()),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    private static @Nullable Map<String, @Nullable Object> columns(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        row.nonPrimaryKeys().forEach(field -> columns.put(field.getName(), field.getValue()));
        return columns;
    }
}
