package com.changgou.seata.observation;

import com.changgou.seata.global.GlobalListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.seata.core.model.GlobalStatus;

/**
 * Observes global transactions that this process begins, from the begin to the answer how it ends: {@code seata.global.transaction}
 * by {@code outcome}, which is the TC's answer or {@code unknown}.
 *
 * <p>What happens inside is its sibling in the trace, not its child: a global transaction may be ended on another thread than the one
 * that began it, and an observation's scope may not. All of them carry the XID.
 */
final class GlobalObservations implements GlobalListener {

    private static final String OUTCOME = "outcome";

    private final ObservationRegistry registry;
    private final Map<String, Observation> open = new ConcurrentHashMap<>();

    GlobalObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void begun(String xid, String name, Duration took) {
        Observation around = registry.getCurrentObservation();
        if (around != null) {
            // It ends when the global transaction has, where the filter sees no XID any more.
            around.highCardinalityKeyValue(XidObservationFilter.KEY, xid);
        }
        Observation transaction = Observation.createNotStarted("seata.global.transaction", registry)
                .contextualName("global transaction " + name)
                .highCardinalityKeyValue(XidObservationFilter.KEY, xid);
        open.put(xid, transaction.start());
    }

    @Override
    public void ended(String xid, End end, GlobalStatus status, Duration took) {
        Observation transaction = open.remove(xid);
        if (transaction != null) {
            transaction.lowCardinalityKeyValue(OUTCOME, status.name()).stop();
        }
    }

    /** Seata may ask again, and nobody tells whether it does. */
    @Override
    public void notEnded(String xid, End end, Exception failure, Duration took) {
        Observation transaction = open.remove(xid);
        if (transaction != null) {
            transaction
                    .lowCardinalityKeyValue(OUTCOME, "unknown")
                    .error(failure)
                    .stop();
        }
    }
}
