package com.changgou.seata.xid;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What has been seen of XIDs at the entry of this service, since it started. */
public final class XidCounts {

    private final Map<XidRefusal, AtomicLong> refused = new EnumMap<>(XidRefusal.class);
    private final AtomicLong leftAtEntry = new AtomicLong();
    private final AtomicLong leftAtExit = new AtomicLong();

    XidCounts() {
        for (XidRefusal refusal : XidRefusal.values()) {
            refused.put(refusal, new AtomicLong());
        }
    }

    /**
     * Requests whose XID was not accepted.
     *
     * @param why the reason
     * @return how many
     */
    public long refused(XidRefusal why) {
        return refused.get(why).get();
    }

    /**
     * Requests that found an XID on their thread, whether or not they brought one of their own. Invariant: 0. More says
     * that something on the container's threads binds an XID and does not take it off; none of these requests has used
     * it.
     *
     * @return how many
     */
    public long leftAtEntry() {
        return leftAtEntry.get();
    }

    /**
     * Requests that left another XID on their thread than they came with. Invariant: 0.
     *
     * @return how many
     */
    public long leftAtExit() {
        return leftAtExit.get();
    }

    void refuse(XidRefusal why) {
        refused.get(why).incrementAndGet();
    }

    void leaveAtEntry() {
        leftAtEntry.incrementAndGet();
    }

    void leaveAtExit() {
        leftAtExit.incrementAndGet();
    }
}
