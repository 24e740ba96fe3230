package com.changgou.it;

import com.changgou.launcher.system.Ports;

/**
 * Ports for one system; test classes that run at the same time, each in its own JVM, draw from ranges of their own. From 23,000 on
 * there are the fault matrix's, and from 27,000 on the benchmarks'.
 */
final class FreePorts {

    private static final int FORK = Integer.getInteger("it.fork", 1);
    private static final int LOWEST = 15_000;
    private static final int WIDTH = 4_000;

    private FreePorts() {}

    static Ports find() {
        int lowest = LOWEST + (FORK - 1) * WIDTH;
        return Ports.free(lowest, lowest + WIDTH - 1_100);
    }
}
