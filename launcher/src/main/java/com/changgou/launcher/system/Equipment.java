package com.changgou.launcher.system;

import java.util.List;

/**
 * What the applications of a system run with beside themselves.
 *
 * @param modules whose jars are on the class path of the services that take part in global transactions, in this order
 * @param jvmOptions of every application, the heap aside, which is each one's own
 * @param keepsClasses whether an application is started twice at first, to be quicker from then on
 */
public record Equipment(List<String> modules, List<String> jvmOptions, boolean keepsClasses) {

    /** Faults and recordings, and JVMs that start quickly and are small. */
    public static final Equipment STANDARD = new Equipment(
            List.of("fault-injection", "recording"), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), true);
}
