package com.changgou.launcher.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One process of the system.
 *
 * @param name its name on the command line
 * @param url what to show to the user
 * @param command how it is started
 * @param environment what it is told by environment
 * @param directory where it is started
 * @param prepare what has to be there before it is started
 * @param ready what is done once when it can be used for the first time, with its process
 * @param health tells that it can be used
 */
record Part(
        String name,
        String url,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Runnable prepare,
        Ready ready,
        Health health) {

    /** The same, told more. */
    Part with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Part(name, url, command, all, directory, prepare, ready, health);
    }

    /** Whether this start makes the next one quicker. */
    boolean learns() {
        return command.contains(Application.RECORDING);
    }

    /** What is done with a part that can be used. */
    @FunctionalInterface
    interface Ready {

        void make(ProcessHandle process) throws Exception;
    }

    /** Returns, or throws what is missing. */
    @FunctionalInterface
    interface Health {

        void check() throws Exception;
    }
}
