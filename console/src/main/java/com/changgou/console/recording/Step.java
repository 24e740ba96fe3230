package com.changgou.console.recording;

import com.changgou.proof.Coordinator;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.Traces;
import com.changgou.proof.Evidence.UndoneRow;
import com.changgou.proof.Scene;
import com.changgou.proof.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was true while the transaction was held.
 *
 * @param point where: a fault point, {@link #BEFORE} or {@link #END}
 * @param at when it was looked at
 * @param events how many events had passed by then
 * @param snapshot what stood in the TC and the databases
 * @param facts what that means
 */
record Step(String point, Instant at, int events, Snapshot snapshot, List<Fact> facts) {

    /** Nothing was posted yet. */
    static final String BEFORE = "before";

    /** It is over, or as far as it will come. */
    static final String END = "end";

    Step withEvents(List<Event> all) {
        int passed = (int) all.stream().filter(event -> !event.at().isAfter(at)).count();
        return new Step(point, at, passed, snapshot, facts);
    }

    record Snapshot(
            @Nullable Session session,
            List<Row> rows,
            List<Undo> undo,
            List<Lock> locks,
            List<Fence> fence,
            List<PreparedBranch> prepared,
            long rowLocks) {

        static Snapshot of(Scene.View view, Site site) {
            Traces traces = view.traces();
            return new Snapshot(
                    view.session().map(Session::of).orElse(null),
                    view.rows().stream().map(Row::of).toList(),
                    traces.undo().stream().map(Undo::of).toList(),
                    traces.locks().stream().map(lock -> Lock.of(lock, site)).toList(),
                    traces.fence().stream().map(Fence::of).toList(),
                    traces.prepared(),
                    traces.rowLocks());
        }
    }

    record Session(String status, List<Branch> branches) {

        static Session of(Coordinator.Session session) {
            return new Session(
                    session.status(),
                    session.branches().stream().map(Branch::of).toList());
        }
    }

    /** Numbers of branches are texts: a browser's numbers are too short for them. */
    record Branch(String branchId, String resourceId, String type) {

        static Branch of(Coordinator.Branch branch) {
            return new Branch(String.valueOf(branch.branchId()), branch.resourceId(), branch.type());
        }
    }

    record Row(
            String database,
            String table,
            List<String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> now,
            @Nullable Map<String, String> written,
            @Nullable String moved) {

        static Row of(Scene.Row row) {
            Scene.Place place = row.place();
            return new Row(
                    place.database(),
                    place.table(),
                    place.key(),
                    row.before(),
                    row.now(),
                    row.uncommitted(),
                    row.movedTo());
        }
    }

    record Undo(
            String database,
            String branchId,
            String table,
            List<String> key,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> after) {

        static Undo of(UndoneRow row) {
            return new Undo(
                    row.database(), String.valueOf(row.branchId()), row.table(), row.key(), row.before(), row.after());
        }
    }

    record Lock(String branchId, String database, String table, String key) {

        static Lock of(Coordinator.LockedRow row, Site site) {
            return new Lock(
                    String.valueOf(row.branchId()), site.databaseName(row.resourceId()), row.table(), row.key());
        }
    }

    record Fence(String database, String branchId, String action, String state) {

        static Fence of(FenceRow row) {
            return new Fence(
                    row.database(),
                    String.valueOf(row.branchId()),
                    row.action(),
                    row.state().name());
        }
    }
}
