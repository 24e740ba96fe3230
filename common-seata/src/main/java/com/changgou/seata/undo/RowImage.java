package com.changgou.seata.undo;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row that a branch changed, as its undo log remembers it.
 *
 * @param table the table as the statement named it
 * @param key the primary key, by column
 * @param before the columns that the statement wrote, before it; null for an inserted row
 * @param after the same columns after it; null for a deleted row
 */
public record RowImage(
        String table,
        Map<String, Object> key,
        @Nullable Map<String, @Nullable Object> before,
        @Nullable Map<String, @Nullable Object> after) {}
