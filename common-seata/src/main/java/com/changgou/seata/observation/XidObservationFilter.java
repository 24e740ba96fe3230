package com.changgou.seata.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationFilter;
import org.apache.seata.core.context.RootContext;

/**
 * Adds the XID to every observation that ends inside of a global transaction, on its thread. High cardinality: it goes to traces
 * and never becomes a tag of a meter. One that ends on another thread, as of {@code WebClient}, is not told the XID.
 */
final class XidObservationFilter implements ObservationFilter {

    static final String KEY = "seata.xid";

    @Override
    public Context map(Context context) {
        String xid = RootContext.getXID();
        if (xid != null && context.getHighCardinalityKeyValue(KEY) == null) {
            context.addHighCardinalityKeyValue(KeyValue.of(KEY, xid));
        }
        return context;
    }
}
