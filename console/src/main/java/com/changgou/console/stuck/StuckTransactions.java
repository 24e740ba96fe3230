package com.changgou.console.stuck;

import com.changgou.console.recording.Recorders;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private List<Wait> waits(String xid, List<Coordinator.LockedRow> locks) {
        Recorders.Parts parts = recorders.of(xid);
        return Stream.of(parts.orders(), parts.goods())
                .flatMap(entries -> Refusal.of(entries).stream())
                .flatMap(refusal -> waits(refusal, xid, locks))
                .toList();
    }

    private Stream<Wait> waits(Refusal refusal, String xid, List<Coordinator.LockedRow> locks) {
        return locks.stream()
                .filter(lock -> !lock.xid().equals(xid)
                        && lock.resourceId().equals(refusal.resourceId())
                        && refusal.rows().contains(lock.table().toLowerCase(Locale.ROOT) + ":" + lock.key()))
                .map(lock -> new Wait(
                        lock.xid(), site.databaseName(lock.resourceId()), lock.table(), lock.key(), refusal.since()));
    }
}
