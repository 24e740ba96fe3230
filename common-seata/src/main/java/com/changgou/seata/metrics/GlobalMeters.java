package com.changgou.seata.metrics;

import com.changgou.seata.global.GlobalListener;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.apache.seata.core.model.GlobalStatus;

/**
 * Times what this process asks the TC for as TM: {@code seata.global}, by {@code step} (begin, commit, rollback) and
 * {@code outcome}, which is the TC's answer ({@code Begin}, {@code Committed}, {@code RollbackRetrying} …), or {@code failed} where
 * there was none.
 */
final class GlobalMeters implements GlobalListener {

    private static final String FAILED = "failed";

    private final MeterProvider<Timer> timers;

    GlobalMeters(MeterRegistry registry) {
        timers = Timer.builder("seata.global")
                .description("What the TC is asked for as TM")
                .withRegistry(registry);
    }

    @Override
    public void begun(String xid, String name, Duration took) {
        record("begin", GlobalStatus.Begin.name(), took);
    }

    @Override
    public void notBegun(String name, Exception failure, Duration took) {
        record("begin", FAILED, took);
    }

    @Override
    public void ended(String xid, End end, GlobalStatus status, Duration took) {
        record(step(end), status.name(), took);
    }

    @Override
    public void notEnded(String xid, End end, Exception failure, Duration took) {
        record(step(end), FAILED, took);
    }

    private static String step(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    private void record(String step, String outcome, Duration took) {
        timers.withTags("step", step, "outcome", outcome).record(took);
    }
}
