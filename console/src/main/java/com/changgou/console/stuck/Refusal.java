package com.changgou.console.stuck;

import com.changgou.console.recording.Recorders.Entry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A branch that the TC does not take because of a global lock. It is asked for again and again, so it waits since the first refusal.
 *
 * @param resourceId where the rows are
 * @param rows what it wants, each {@code table:key}
 * @param since the first refusal in a row
 */
record Refusal(String resourceId, List<String> rows, Instant since) {

    /** The one that lasts: what was refused once and taken later waits no more. */
    static Optional<Refusal> of(List<Entry> entries) {
        Entry asked = null;
        Instant since = null;
        for (Entry entry : entries) {
            if (entry.name().equals("BranchRegisterRequest")) {
                asked = entry;
            } else if (entry.name().equals("BranchRegisterResponse")) {
                since = !isForALock(entry) ? null : since == null ? entry.at() : since;
            }
        }
        if (asked == null || since == null || !asked.details().containsKey("lockKeys")) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                String.valueOf(asked.details().get("resourceId")),
                rows(asked.details().get("lockKeys")),
                since));
    }

    private static boolean isForALock(Entry answer) {
        return "LockKeyConflict".equals(answer.details().get("transactionExceptionCode"));
    }

    /** Seata writes {@code table:key,key;table:key}. */
    private static List<String> rows(String lockKeys) {
        return Arrays.stream(lockKeys.split(";"))
                .map(table -> table.split(":", 2))
                .filter(table -> table.length == 2)
                .flatMap(table ->
                        Arrays.stream(table[1].split(",")).map(key -> table[0].toLowerCase(Locale.ROOT) + ":" + key))
                .toList();
    }
}
