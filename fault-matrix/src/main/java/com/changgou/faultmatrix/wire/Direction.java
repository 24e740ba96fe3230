package com.changgou.faultmatrix.wire;

/** Which way bytes go through a {@link Tap}. */
public enum Direction {
    /** From the one that connected to the one that listens. */
    TO_TARGET,
    /** From the one that listens to the one that connected. */
    TO_CLIENT;

    Direction opposite() {
        return this == TO_TARGET ? TO_CLIENT : TO_TARGET;
    }
}
