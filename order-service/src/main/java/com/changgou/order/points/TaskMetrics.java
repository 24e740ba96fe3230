package com.changgou.order.points;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What to raise an alarm on: a task that waits too long to be sent, and one that is dead. */
@Component
class TaskMetrics implements MeterBinder {

    private static final Set<TaskStatus> UNSENT = EnumSet.of(TaskStatus.PENDING, TaskStatus.SENDING);

    private final TaskMapper tasks;

    TaskMetrics(TaskMapper tasks) {
        this.tasks = tasks;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("changgou.points.oldest.unsent", this, TaskMetrics::oldestUnsentSeconds)
                .baseUnit("seconds")
                .description("Age of the oldest task that the broker does not have, 0 where there is none")
                .register(registry);
        Gauge.builder("changgou.points.dead.tasks", this, TaskMetrics::deadTasks)
                .description("Tasks that were given up")
                .register(registry);
    }

    private double oldestUnsentSeconds() {
        return tasks.counts().stream()
                .filter(count -> UNSENT.contains(count.status()))
                .mapToLong(TaskMapper.CountByStatus::oldestSeconds)
                .max()
                .orElse(0);
    }

    private double deadTasks() {
        return tasks.counts().stream()
                .filter(count -> count.status() == TaskStatus.DEAD)
                .mapToLong(TaskMapper.CountByStatus::tasks)
                .sum();
    }
}
