package com.changgou.launcher.system;

import java.util.concurrent.Callable;

/** Ends what was begun when this JVM is told to stop meanwhile, by Ctrl-C or by a signal. */
public final class OnExit {

    private OnExit() {}

    /**
     * Does something that may be stopped.
     *
     * @param <T> what comes of it
     * @param end what is done when this JVM is told to stop before the work is over
     * @param work what is done
     * @return what came of it
     * @throws Exception as the work throws it
     */
    public static <T> T ending(Runnable end, Callable<T> work) throws Exception {
        Thread hook = new Thread(end, "on-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } finally {
            remove(hook);
        }
    }

    /**
     * Takes a shutdown hook away.
     *
     * @param hook that is no longer needed
     * @return false when it is too late: the hook is at work
     */
    public static boolean remove(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            return false;
        }
    }
}
