package com.changgou.seata.metrics;

import com.changgou.seata.undo.PendingUndo;
import com.changgou.seata.undo.UndoBacklog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Shows stuck transactions: {@code seata.undo.pending} (rows) and {@code seata.undo.oldest} (the age of the oldest), by
 * {@code resource}. A database that does not answer has no value.
 */
final class UndoMeters implements MeterBinder {

    private final UndoBacklog backlog;

    UndoMeters(UndoBacklog backlog) {
        this.backlog = backlog;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String resource : backlog.resources()) {
            Gauge.builder("seata.undo.pending", () -> value(resource, PendingUndo::rows))
                    .description("Rows of undo_log whose phase two has not come")
                    .baseUnit("rows")
                    .tag("resource", resource)
                    .register(registry);
            TimeGauge.builder(
                            "seata.undo.oldest",
                            () -> value(resource, undo -> undo.oldest().toMillis()),
                            TimeUnit.MILLISECONDS)
                    .description("The age of the oldest of them")
                    .tag("resource", resource)
                    .register(registry);
        }
    }

    private double value(String resource, ToDoubleFunction<PendingUndo> part) {
        CompletableFuture<PendingUndo> answer = backlog.pending(resource);
        try {
            return part.applyAsDouble(answer.join());
        } catch (CompletionException unanswered) {
            return Double.NaN;
        }
    }
}
