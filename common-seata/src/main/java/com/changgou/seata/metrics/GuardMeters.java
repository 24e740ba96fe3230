package com.changgou.seata.metrics;

import com.changgou.seata.guard.BranchNotEnlistedException;
import com.changgou.seata.guard.GuardListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the guards find: {@code seata.guard.hits}, by {@code guard}: {@code enlistment} (calls), {@code swallow} and
 * {@code empty-commit} (global transactions).
 */
final class GuardMeters implements GuardListener {

    private final MeterProvider<Counter> hits;

    GuardMeters(MeterRegistry registry) {
        hits = Counter.builder("seata.guard.hits")
                .description("Silent failures that the guards have found")
                .withRegistry(registry);
    }

    @Override
    public void branchMissing(String xid, BranchNotEnlistedException missing) {
        count("enlistment");
    }

    @Override
    public void failureSwallowed(String xid, @Nullable String name, Throwable first) {
        count("swallow");
    }

    @Override
    public void commitEmpty(String xid, @Nullable String name) {
        count("empty-commit");
    }

    private void count(String guard) {
        hits.withTag("guard", guard).increment();
    }
}
