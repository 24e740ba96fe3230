package com.changgou.launcher.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process of the system.
 *
 * @param name its name on the command line
 * @param ports where it listens, the one that is shown first
 * @param url what to show to the user
 * @param command how it is started
 * @param environment what it is told by environment
 * @param directory where it is started
 * @param health tells that it can be used
 */
record Part(
        String name,
        List<Integer> ports,
        String url,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Health health) {

    /** Tells that a part can be used: returns, or throws what is missing. */
    @FunctionalInterface
    interface Health {

        void check() throws Exception;
    }
}
