package com.changgou.console.stuck;

import com.changgou.console.recording.Recorders;
import com.changgou.console.recording.Recorders.Entry;
import com.changgou.console.recording.Recordings;
import com.changgou.console.stuck.StuckTransaction.Branch;
import com.changgou.console.stuck.StuckTransaction.Kind;
import com.changgou.console.stuck.StuckTransaction.Left;
import com.changgou.console.stuck.StuckTransaction.LockedRow;
import com.changgou.console.stuck.StuckTransaction.Wait;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Coordinator.Session;
import com.changgou.proof.LeftOvers;
import com.changgou.proof.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds what is not over: from the TC's sessions and locks, what is left in both databases, and the refusals that were recorded. */
@Component
class StuckTransactions {

    private final Site site;
    private final Recorders recorders;
    private final Recordings recordings;

    StuckTransactions(Site site, Recorders recorders, Recordings recordings) {
        this.site = site;
        this.recorders = recorders;
        this.recordings = recordings;
    }

    List<StuckTransaction> now() {
        List<Coordinator.LockedRow> locks = site.tc().locks();
        List<Session> sessions = site.tc().sessions();
        LeftOvers left = LeftOvers.in(site);
        List<StuckTransaction> found = new ArrayList<>();
        for (Session session : sessions) {
            found.add(new StuckTransaction(
                    session.xid(),
                    session.status(),
                    kind(session.status()),
                    session.since(),
                    session.branches().stream().map(StuckTransactions::branch).toList(),
                    locks.stream()
                            .filter(lock -> lock.xid().equals(session.xid()))
                            .map(this::row)
                            .toList(),
                    waits(session.xid(), locks),
                    left(session.xid(), left),
                    recordings.idOf(session.xid())));
        }
        Set<String> orphans = new TreeSet<>();
        orphans.addAll(left.undo().keySet());
        orphans.addAll(left.prepared().keySet());
        sessions.forEach(session -> orphans.remove(session.xid()));
        for (String xid : orphans) {
            found.add(new StuckTransaction(
                    xid, null, Kind.ORPHAN, null, List.of(), List.of(), List.of(), left(xid, left), null));
        }
        return found;
    }

    private static Kind kind(String status) {
        if (status.equals("Begin")) {
            return Kind.UNDECIDED;
        }
        return status.contains("Failed") || status.equals("lost") ? Kind.FAILED : Kind.RETRYING;
    }

    private static Branch branch(Coordinator.Branch branch) {
        return new Branch(String.valueOf(branch.branchId()), branch.resourceId(), branch.type());
    }

    private LockedRow row(Coordinator.LockedRow lock) {
        return new LockedRow(site.databaseName(lock.resourceId()), lock.table(), lock.key());
    }

    private static Left left(String xid, LeftOvers left) {
        return new Left(left.undo().getOrDefault(xid, 0L), left.prepared().getOrDefault(xid, 0L));
    }

    /** A branch that the TC refuses because of a lock is asked for again and again: it waits since the first refusal. */
    private List<Wait> waits(String xid, List<Coordinator.LockedRow> locks) {
        Recorders.Parts parts = recorders.of(xid);
        List<Wait> waits = new ArrayList<>();
        for (List<Entry> entries : List.of(parts.orders(), parts.goods())) {
            List<Entry> registrations = entries.stream()
                    .filter(entry -> entry.name().startsWith("BranchRegister"))
                    .toList();
            if (!registrations.isEmpty() && isRefused(registrations.get(registrations.size() - 1))) {
                waits.addAll(waits(registrations, locks, xid));
            }
        }
        return waits;
    }

    private static boolean isRefused(Entry entry) {
        return !entry.answer() || Objects.equals(entry.details().get("transactionExceptionCode"), "LockKeyConflict");
    }

    private List<Wait> waits(List<Entry> registrations, List<Coordinator.LockedRow> locks, String xid) {
        Entry request = registrations.stream()
                .filter(entry -> !entry.answer() && entry.details().containsKey("lockKeys"))
                .reduce((first, last) -> last)
                .orElse(null);
        Instant since = registrations.stream()
                .filter(entry -> entry.answer() && isRefused(entry))
                .map(Entry::at)
                .findFirst()
                .orElse(null);
        if (request == null || since == null) {
            return List.of();
        }
        String resource = String.valueOf(request.details().get("resourceId"));
        return rows(request.details().get("lockKeys"))
                .flatMap(row -> locks.stream()
                        .filter(lock -> !lock.xid().equals(xid)
                                && lock.resourceId().equals(resource)
                                && lock.table().equalsIgnoreCase(row[0])
                                && lock.key().equals(row[1]))
                        .map(lock ->
                                new Wait(lock.xid(), site.databaseName(resource), lock.table(), lock.key(), since)))
                .toList();
    }

    /** Seata writes {@code table:key,key;table:key}. */
    private static Stream<String[]> rows(String lockKeys) {
        return Arrays.stream(lockKeys.split(";"))
                .map(table -> table.split(":", 2))
                .filter(table -> table.length == 2)
                .flatMap(table -> Arrays.stream(table[1].split(",")).map(key -> new String[] {table[0], key}));
    }
}
