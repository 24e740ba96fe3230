package com.changgou.baseline;

/**
 * What the parts of an order cost at least here, each a median in ns; 0 where a service does not measure it.
 *
 * @param databaseRoundTripNanos a statement that does nothing, on one connection
 * @param commitNanos what a change of one row that is committed costs more than that
 * @param tcRoundTripNanos a question to the TC that it answers out of its store
 */
record Floor(long databaseRoundTripNanos, long commitNanos, long tcRoundTripNanos) {}
