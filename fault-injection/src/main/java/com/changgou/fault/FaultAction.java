package com.changgou.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens at a fault point. */
enum FaultAction {
    @JsonProperty("throw")
    THROW,
    @JsonProperty("delay")
    DELAY,
    /** Waits until it is released over HTTP. */
    @JsonProperty("hold")
    HOLD,
    /** Halts the JVM, as kill -9 would. */
    @JsonProperty("crash")
    CRASH
}
