package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.Residue;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;
import com.changgou.proof.ObservationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** When nothing is going on any more: a condition, never a sleep. */
public final class Quiescence {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Supplier<List<String>> look;

    /**
     * The quiescence of a system.
     *
     * @param reader what it is seen by
     */
    public Quiescence(StateReader reader) {
        this(() -> open(reader));
    }

    Quiescence(Supplier<List<String>> look) {
        this.look = look;
    }

    /**
     * What waiting has come to.
     *
     * @param took how long it was waited
     * @param open what was still going on when the limit came; empty where everything was quiet before
     */
    public record Result(Duration took, List<String> open) {

        /**
         * Whether everything came to rest.
         *
         * @return false where the limit came first
         */
        public boolean isQuiet() {
            return open.isEmpty();
        }
    }

    /**
     * Waits until no session, lock, prepared branch or tried branch is left, no undo images but of placed orders, and no task that is
     * neither done nor dead. What does not answer counts as going on.
     *
     * @param limit how long, at most
     * @return what was still going on
     */
    public Result await(Duration limit) {
        AtomicReference<List<String>> last = new AtomicReference<>(List.of("not looked at yet"));
        long begin = System.nanoTime();
        try {
            Awaitility.await("quiescence")
                    .atMost(limit)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN_LOOKS)
                    .until(() -> {
                        List<String> now = lookOnce();
                        // A look that the limit has cut off says nothing of the system.
                        if (!Thread.currentThread().isInterrupted()) {
                            last.set(now);
                        }
                        return last.get().isEmpty();
                    });
        } catch (ConditionTimeoutException stillGoingOn) {
            // The result says what.
        }
        return new Result(Duration.ofNanos(System.nanoTime() - begin), last.get());
    }

    private List<String> lookOnce() {
        try {
            return look.get();
        } catch (ObservationException unreachable) {
            return List.of(String.valueOf(unreachable.getMessage()));
        }
    }

    private static List<String> open(StateReader reader) {
        Residue residue = reader.residue();
        boolean images = residue.undo().stream().anyMatch(undo -> undo.logStatus() == Undo.IMAGES);
        // Many XIDs: asked for only where something depends on them.
        return open(residue, reader.tasks(), images ? new HashSet<>(reader.placedXids()) : Set.of());
    }

    static List<String> open(Residue residue, List<TaskRow> tasks, Set<String> placedXids) {
        List<String> open = new ArrayList<>();
        residue.sessions().forEach(session -> open.add("session " + session.xid() + " " + session.status()));
        residue.locks().forEach(lock -> open.add("lock on " + lock.table() + " " + lock.key() + " of " + lock.xid()));
        residue.prepared().forEach(branch -> open.add("prepared " + branch.id() + " in " + branch.database()));
        residue.fences().stream()
                .filter(fence -> fence.status() == Fence.TRIED)
                .forEach(fence -> open.add("tried branch of " + fence.xid() + " in " + fence.database()));
        residue.undo().stream()
                .filter(undo -> undo.logStatus() == Undo.IMAGES && !placedXids.contains(undo.xid()))
                .forEach(undo -> open.add("undo images of " + undo.xid() + " in " + undo.database()));
        tasks.stream()
                .filter(task -> !task.isDead())
                .forEach(task -> open.add("task of order " + task.orderId() + " " + task.status()));
        return open;
    }
}
