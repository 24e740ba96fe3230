package com.changgou.baseline;

/** Measures the floor of one service, on the calling thread. */
@FunctionalInterface
interface FloorMeasurement {

    /**
     * Measures.
     *
     * @param samples of each value, at least 1
     * @return the medians
     * @throws Exception whatever the database or the TC says; then there is no floor
     */
    Floor measure(int samples) throws Exception;
}
