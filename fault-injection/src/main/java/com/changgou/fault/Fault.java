package com.changgou.fault;

/**
 * A fault to arm.
 *
 * @param point the id of the point
 * @param action what happens there
 * @param times at how many passages
 * @param millis how long a delay lasts, in ms
 */
record Fault(String point, FaultAction action, int times, long millis) {

    Fault {
        times = times == 0 ? 1 : times;
    }
}
