package com.changgou.seata.metrics;

import com.changgou.seata.branch.BranchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;

/**
 * Times the branches of this process: {@code seata.branch}, by {@code step} (register, end), {@code type} (AT, TCC, XA) and
 * {@code outcome}: {@code Registered} or the code of the refusal, and in phase two the status that the TC is told. Seata finishes
 * AT commits later, in batches: their end is timed until they are queued.
 *
 * <p>Counts refusals for a global lock that somebody else holds: {@code seata.lock.conflicts}, by {@code type}. Seata asks again for
 * the same lock until its patience ends, and each question counts.
 */
final class BranchMeters implements BranchListener {

    private static final Set<TransactionExceptionCode> CONFLICTS =
            Set.of(TransactionExceptionCode.LockKeyConflict, TransactionExceptionCode.LockKeyConflictFailFast);

    private final MeterProvider<Timer> timers;
    private final MeterProvider<Counter> conflicts;

    BranchMeters(MeterRegistry registry) {
        timers = Timer.builder("seata.branch")
                .description("Registration and phase two of this process' branches")
                .withRegistry(registry);
        conflicts = Counter.builder("seata.lock.conflicts")
                .description("Branches refused for a global lock that somebody else holds")
                .withRegistry(registry);
    }

    @Override
    public void registered(Branch branch, Duration took) {
        record("register", branch.type(), BranchStatus.Registered.name(), took);
    }

    @Override
    public void refused(String xid, BranchType type, TransactionException failure, Duration took) {
        record("register", type, failure.getCode().name(), took);
        if (CONFLICTS.contains(failure.getCode())) {
            conflicts.withTag("type", type.name()).increment();
        }
    }

    @Override
    public void ended(Branch branch, BranchStatus status, Duration took) {
        record("end", branch.type(), status.name(), took);
    }

    private void record(String step, BranchType type, String outcome, Duration took) {
        timers.withTags("step", step, "type", type.name(), "outcome", outcome).record(took);
    }
}
