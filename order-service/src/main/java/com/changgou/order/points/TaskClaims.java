package com.changgou.order.points;

import com.changgou.seata.datasource.GlobalLocks;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Which instance sends which task. */
@Component
class TaskClaims {

    private static final String TABLE = "tb_task";

    private final TaskMapper tasks;
    private final GlobalLocks globalLocks;
    private final PointsProperties properties;

    TaskClaims(TaskMapper tasks, GlobalLocks globalLocks, PointsProperties properties) {
        this.tasks = tasks;
        this.globalLocks = globalLocks;
        this.properties = properties;
    }

    /**
     * A part of what is due.
     *
     * @param toSend claimed, and nobody else's until the lease ends
     * @param last the greatest id that was looked at
     * @param isEnd whether nothing is due behind it
     */
    record Claimed(List<Task> toSend, long last, boolean isEnd) {}

    /**
     * Claims tasks whose orders are decided. A task of phase one is visible like any other, and its rollback may still come: it is
     * under a global lock, and is not even touched, since the rollback would find it dirty. The rows' own locks are held while the
     * TC is asked, so no rollback passes in between. In READ COMMITTED: under REPEATABLE READ the claim would lock gaps, and stop
     * new orders.
     *
     * @throws com.changgou.seata.outcome.CoordinatorUnavailableException if the TC does not answer; nothing is claimed then
     */
    // tag::claim[]
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public Claimed claim(long after) {
        List<Task> due = tasks.lockDue(after, properties.batch());
        List<Task> decided = decided(due);
        List<Task> exhausted = decided.stream()
                .filter(task -> task.attempts() >= properties.maxAttempts())
                .toList();
        exhausted.forEach(task -> tasks.bury(task.id(), "No answer after " + task.attempts() + " messages"));
        List<Task> toSend =
                decided.stream().filter(task -> !exhausted.contains(task)).toList();
        if (!toSend.isEmpty()) {
            tasks.claim(
                    toSend.stream().map(Task::id).toList(), properties.lease().toMillis());
        }
        long last = due.isEmpty() ? after : due.get(due.size() - 1).id();
        return new Claimed(toSend.stream().map(Task::claimed).toList(), last, due.size() < properties.batch());
    }
    // end::claim[]

    /** One question where nothing is open, which is nearly always. */
    private List<Task> decided(List<Task> due) {
        if (due.isEmpty() || areDecided(due)) {
            return due;
        }
        return due.stream().filter(task -> areDecided(List.of(task))).toList();
    }

    private boolean areDecided(List<Task> some) {
        return globalLocks.areFree(TABLE, some.stream().map(Task::id).toList());
    }
}
