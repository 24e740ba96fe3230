package com.changgou.launcher.system;

import java.time.Duration;

/** Is told what a {@link LocalSystem} is doing. Called from several threads. */
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = new Progress() {};

    /**
     * A part is being started.
     *
     * @param part its name
     */
    default void starting(String part) {}

    /**
     * A part is not healthy yet.
     *
     * @param part its name
     * @param since how long it has been starting
     */
    default void waiting(String part, Duration since) {}

    /**
     * A part can be used.
     *
     * @param part its name
     * @param url where
     * @param took how long it was starting
     */
    default void ready(String part, String url, Duration took) {}

    /**
     * A part has stopped.
     *
     * @param part its name
     */
    default void stopped(String part) {}

    /**
     * Something else worth a line.
     *
     * @param text the line
     */
    default void note(String text) {}
}
