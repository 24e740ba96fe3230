package com.changgou.console.stuck;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A global transaction that is not over.
 *
 * @param xid the transaction
 * @param status Seata's name for its status; null where the TC does not know it
 * @param kind what that means
 * @param since when it was begun; null where nobody knows
 * @param branches its branches at the TC
 * @param holds the rows that it has under global locks
 * @param waitsFor the rows that it wants and does not get
 * @param left what it has left in the databases
 * @param recording the recording for which this console holds it; null where it does not
 */
record StuckTransaction(
        String xid,
        @Nullable String status,
        Kind kind,
        @Nullable Instant since,
        List<Branch> branches,
        List<LockedRow> holds,
        List<Wait> waitsFor,
        Left left,
        @Nullable String recording) {

    enum Kind {
        /** Open: nobody has decided. */
        @JsonProperty("undecided")
        UNDECIDED,
        /** Decided, and phase two is asked for again and again. */
        @JsonProperty("retrying")
        RETRYING,
        /** The TC has given it up: repair by hand. */
        @JsonProperty("failed")
        FAILED,
        /** The TC does not know it, and something of it is left in a database. */
        @JsonProperty("orphan")
        ORPHAN
    }

    record Branch(String branchId, String resourceId, String type) {}

    record LockedRow(String database, String table, String key) {}

    record Wait(@Nullable String xid, String database, String table, String key, Instant since) {}

    record Left(long undo, long prepared) {}
}
