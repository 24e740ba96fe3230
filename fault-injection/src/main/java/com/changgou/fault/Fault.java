package com.changgou.fault;

import org.jspecify.annotations.Nullable;

/**
 * A fault to arm.
 *
 * @param point the id of the point
 * @param action what happens there
 * @param times at how many passages; 1 if it is left out
 * @param millis how long a delay lasts, in ms; may be left out
 */
record Fault(
        String point,
        FaultAction action,
        @Nullable Integer times,
        @Nullable Long millis) {

    Fault {
        times = times == null ? 1 : times;
        millis = millis == null ? 0 : millis;
    }
}
