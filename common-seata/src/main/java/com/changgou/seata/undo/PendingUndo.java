package com.changgou.seata.undo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The branches of a database that are not decided yet, or whose phase two has not come yet.
 *
 * @param rows how many rows of {@code undo_log} there are for them
 * @param oldest how long ago, by the database's clock, the oldest of them was written; zero without any
 * @param xid the global transaction of the oldest; null without any
 */
public record PendingUndo(
        long rows, Duration oldest, @Nullable String xid) {}
