package com.changgou.console.recording;

import com.changgou.console.recording.Step.Fence;
import com.changgou.console.recording.Step.Row;
import com.changgou.console.recording.Step.Session;
import com.changgou.console.recording.Step.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.seata.core.model.GlobalStatus;
import org.jspecify.annotations.Nullable;

/** What a snapshot means: read from it alone, so that it holds for whatever has happened. */
final class Facts {

    private static final String STOCK = "stock";
    private static final String FROZEN = "frozen";
    private static final String STATUS = "status";

    private final Snapshot snapshot;
    private final List<Fact> facts = new ArrayList<>();

    private Facts(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Before the order is posted. */
    static List<Fact> before() {
        return List.of(Fact.of("not-begun"));
    }

    /** While the transaction is held. */
    static List<Fact> during(Snapshot snapshot) {
        if (snapshot.session() == null) {
            return after(snapshot);
        }
        Facts found = new Facts(snapshot);
        found.decision();
        snapshot.rows().forEach(found::row);
        found.halves();
        found.locks();
        found.traces();
        return found.facts;
    }

    /** When nothing more is to come. */
    static List<Fact> after(Snapshot snapshot) {
        long tried = snapshot.fence().stream()
                .filter(row -> row.state().equals("TRIED"))
                .count();
        if (snapshot.session() == null
                && snapshot.undo().isEmpty()
                && snapshot.prepared().isEmpty()
                && tried == 0) {
            return List.of(Fact.of("over", "outcome", outcome(snapshot)));
        }
        return List.of(Fact.of(
                "left",
                "undo",
                snapshot.undo().size(),
                "locks",
                snapshot.locks().size(),
                "prepared",
                snapshot.prepared().size()));
    }

    private static String outcome(Snapshot snapshot) {
        if (snapshot.rows().stream().anyMatch(row -> !Objects.equals(row.before(), row.now()))) {
            return "committed";
        }
        // Only rows that the transaction has written are known beside the one of the SKU.
        return snapshot.rows().size() > 1 ? "rolled-back" : "nothing";
    }

    private boolean isDecided() {
        Session session = snapshot.session();
        return session == null || !session.status().equals(GlobalStatus.Begin.name());
    }

    private boolean isRollback() {
        Session session = snapshot.session();
        return session != null && session.status().contains("ollback");
    }

    private void decision() {
        Session session = snapshot.session();
        if (session != null && !isDecided()) {
            facts.add(Fact.of("undecided", STATUS, session.status()));
        } else if (session != null) {
            facts.add(Fact.of("decided", "decision", isRollback() ? "rollback" : "commit", STATUS, session.status()));
        }
    }

    private void row(Row row) {
        Map<String, String> before = row.before();
        Map<String, String> now = row.now();
        Map<String, String> written = row.written();
        if (row.table().equals("tb_sku") && now != null && before != null) {
            stock(row, before, now, written);
        } else if (row.table().equals("tb_order") && before == null && now != null && !isDecided()) {
            order(row, now);
        }
    }

    private void stock(
            Row row, Map<String, String> before, Map<String, String> now, @Nullable Map<String, String> written) {
        if (written != null && !written.get(STOCK).equals(now.get(STOCK))) {
            say("reads-old", row, "column", STOCK, "before", now.get(STOCK), "written", written.get(STOCK));
        }
        if (!now.get(FROZEN).equals(before.get(FROZEN))) {
            say("reserved", row, STOCK, now.get(STOCK), FROZEN, now.get(FROZEN));
        } else if (!isDecided() && !now.get(STOCK).equals(before.get(STOCK))) {
            say("dirty-read", row, "column", STOCK, "before", before.get(STOCK), "now", now.get(STOCK));
        }
    }

    private void order(Row row, Map<String, String> now) {
        boolean pending = "PENDING".equals(now.get(STATUS));
        say(pending ? "order-pending" : "row-appears", row);
    }

    /** Which of the two databases shows an ordinary reader a change. */
    private void halves() {
        boolean goods = shows("goods");
        boolean orders = shows("orders");
        if (goods != orders) {
            facts.add(Fact.of("half-visible", "seen", goods ? "goods" : "orders"));
        }
    }

    private boolean shows(String database) {
        return snapshot.rows().stream()
                .anyMatch(row -> row.database().equals(database) && !Objects.equals(row.before(), row.now()));
    }

    private void locks() {
        if (!snapshot.locks().isEmpty()) {
            facts.add(Fact.of("global-locks", "count", snapshot.locks().size()));
        }
        if (snapshot.rowLocks() > 0) {
            facts.add(Fact.of("row-locks", "count", snapshot.rowLocks()));
        }
    }

    private void traces() {
        if (!snapshot.undo().isEmpty()) {
            boolean committing = isDecided() && !isRollback();
            facts.add(Fact.of(
                    committing ? "undo-going" : "undo-images",
                    "count",
                    snapshot.undo().size()));
        }
        if (!snapshot.prepared().isEmpty()) {
            facts.add(Fact.of("prepared", "count", snapshot.prepared().size()));
        }
        snapshot.fence().stream()
                .collect(Collectors.groupingBy(Fence::state, Collectors.counting()))
                .forEach((state, count) -> facts.add(Fact.of("fence", "count", count, "state", state)));
    }

    /** Something about a row. */
    private void say(String code, Row row, String... namesAndValues) {
        List<Object> args = new ArrayList<>(
                List.of("database", row.database(), "table", row.table(), "key", String.join(", ", row.key())));
        args.addAll(List.of(namesAndValues));
        facts.add(Fact.of(code, args.toArray()));
    }
}
