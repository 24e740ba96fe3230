package com.changgou.fault;

import com.changgou.seata.global.GlobalListener;
import java.time.Duration;
import org.apache.seata.core.model.GlobalStatus;

/** Reaches the moment at which the TC has answered how a global transaction ends. */
record FaultyDecisions(Faults faults) implements GlobalListener {

    @Override
    public void ended(String xid, End end, GlobalStatus status, Duration took) {
        faults.pass(FaultPoint.ORDER_AFTER_DECISION, xid);
    }
}
