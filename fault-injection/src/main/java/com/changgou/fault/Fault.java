package com.changgou.fault;

import org.jspecify.annotations.Nullable;

/**
 * A fault to arm. With a filter it lets everybody else pass.
 *
 * @param point the id of the point
 * @param action what happens there
 * @param times at how many passages; 1 if it is left out
 * @param millis how long a delay lasts, or a hold at most, in ms; left out or 0, a hold lasts for {@link #HOLD} at most
 * @param xid the only transaction that it is for; may be left out
 * @param key the Idempotency-Key of the only request that it is for, at the service that takes such requests; may be left out
 */
record Fault(
        String point,
        FaultAction action,
        @Nullable Integer times,
        @Nullable Long millis,
        @Nullable String xid,
        @Nullable String key) {

    /** Nobody waits for ever for a demo that was forgotten. In ms, as is the next. */
    static final long HOLD = 120_000;

    static final long LONGEST_HOLD = 900_000;

    Fault {
        times = times == null ? 1 : times;
        millis = millis == null ? 0 : millis;
    }

    Fault(String point, FaultAction action, int times, long millis) {
        this(point, action, times, millis, null, null);
    }

    boolean isFiltered() {
        return xid != null || key != null;
    }

    /** Whether it is for this transaction, on a thread that serves a request with this key. */
    boolean isFor(@Nullable String transaction, @Nullable String requestKey) {
        return (xid == null || xid.equals(transaction)) && (key == null || key.equals(requestKey));
    }

    long holdMillis() {
        return millis == 0 ? HOLD : millis;
    }

    Fault remaining(int left) {
        return new Fault(point, action, left, millis, xid, key);
    }
}
