package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.OnExit;

/** Starts a system so that Ctrl-C stops it, from the first part on. */
final class StopOnExit {

    private StopOnExit() {}

    /**
     * Starts the system.
     *
     * @return the shutdown hook that stops it; removed again when the start fails, for then nothing of it runs, and what
     *     runs may be another launcher's
     */
    static Thread start(LocalSystem system) {
        Thread hook = new Thread(system::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            system.start();
            return hook;
        } catch (RuntimeException failed) {
            OnExit.remove(hook);
            throw failed;
        }
    }
}
