package com.changgou.seata.status;

import com.changgou.seata.probe.Probe;
import com.changgou.seata.undo.PendingUndo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.seata.core.model.GlobalStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.core.NestedExceptionUtils;

/**
 * Whether this service can take part in global transactions: the TC answers, each AT resource's {@code undo_log} can be read, and no
 * row of it has waited for phase two for too long, which is a stuck transaction that an operator has to look at.
 *
 * <p>Answers within a second, also when the TC or a database hangs, and asks the TC once in five seconds at most: Seata logs every
 * question to a TC that is gone with a stack trace.
 *
 * <p>It is part of {@code /actuator/health} only. It must not become part of liveness: a restart brings no TC back. By default it is not
 * part of readiness either: without a TC all instances would go at once, with the requests that need no global transaction, and
 * whoever waits for a service to be ready would wait for the TC.
 */
final class SeataHealthIndicator extends AbstractHealthIndicator {

    private final Probe<GlobalStatus> tc;
    private final Supplier<Map<String, CompletableFuture<PendingUndo>>> undo;
    private final Duration oldestUndo;

    /** {@code undo}: by resource, each complete within a second. */
    SeataHealthIndicator(
            Probe<GlobalStatus> tc, Supplier<Map<String, CompletableFuture<PendingUndo>>> undo, Duration oldestUndo) {
        super("Seata health check failed");
        this.tc = tc;
        this.undo = undo;
        this.oldestUndo = oldestUndo;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        // All are asked before the first is waited for.
        CompletableFuture<GlobalStatus> coordinator = tc.ask();
        Map<String, CompletableFuture<PendingUndo>> tables = undo.get();
        health.up();
        health.withDetail("tc", coordinator(coordinator, health));
        Map<String, Object> resources = new LinkedHashMap<>();
        tables.forEach((resource, table) -> resources.put(resource, table(table, health)));
        health.withDetail("resources", resources);
    }

    private static String coordinator(CompletableFuture<GlobalStatus> answer, Health.Builder health) {
        try {
            answer.join();
            return "answers";
        } catch (CompletionException unanswered) {
            health.down();
            return reason(unanswered);
        }
    }

    private Map<String, Object> table(CompletableFuture<PendingUndo> answer, Health.Builder health) {
        Map<String, Object> details = new LinkedHashMap<>();
        try {
            PendingUndo pending = answer.join();
            details.put("pending", pending.rows());
            details.put("oldestSeconds", pending.oldest().toSeconds());
            if (pending.xid() != null && pending.oldest().compareTo(oldestUndo) > 0) {
                health.down();
                details.put("stuck", pending.xid());
            }
        } catch (CompletionException unread) {
            health.down();
            details.put("error", reason(unread));
        }
        return details;
    }

    private static String reason(CompletionException failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        return cause instanceof TimeoutException ? "no answer in time" : cause.toString();
    }
}
