package com.changgou.benchmarks.load;

/** What a client was told. */
public enum Answer {
    /** It is done. Only this one has a latency that counts: a quick refusal is no quick order. */
    PLACED,
    /** It is not done, and will not be. */
    REFUSED,
    /** It may be done or not. */
    UNKNOWN
}
