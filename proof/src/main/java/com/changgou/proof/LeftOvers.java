package com.changgou.proof;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What open and lost transactions have left in both databases.
 *
 * @param undo number of rows in {@code undo_log} by XID, without guard rows of finished rollbacks
 * @param prepared number of prepared branches (XA) by XID
 */
public record LeftOvers(Map<String, Long> undo, Map<String, Long> prepared) {

    /**
     * Looks for them.
     *
     * @param site whose databases
     * @return what is there now
     * @throws ObservationException if a database cannot be read
     */
    public static LeftOvers in(Site site) {
        Map<String, Long> undo = new TreeMap<>();
        Map<String, Long> prepared = new TreeMap<>();
        for (Database database : List.of(site.orders(), site.goods())) {
            try (DatabaseProbe probe = new DatabaseProbe(database)) {
                probe.undoXids().forEach(xid -> undo.merge(xid, 1L, Long::sum));
                probe.preparedXids().forEach(xid -> prepared.merge(xid, 1L, Long::sum));
            } catch (SQLException e) {
                throw new ObservationException("The databases cannot be read: " + e.getMessage(), e);
            }
        }
        return new LeftOvers(undo, prepared);
    }
}
