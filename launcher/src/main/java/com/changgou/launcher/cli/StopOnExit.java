package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;

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
            remove(hook);
            throw failed;
        }
    }

    /**
     * Lets Ctrl-C stop the launcher alone.
     *
     * @return false when it is too late: the hook is at work
     */
    static boolean remove(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            return false;
        }
    }
}
