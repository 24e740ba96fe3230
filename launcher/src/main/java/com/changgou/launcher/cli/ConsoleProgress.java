package com.changgou.launcher.cli;

import com.changgou.launcher.system.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Progress as lines on the terminal; a part that takes long says so every five seconds. */
final class ConsoleProgress implements Progress {

    private static final long LONG = 5;

    private final PrintWriter out;
    private final Map<String, Long> lastSaid = new ConcurrentHashMap<>();

    ConsoleProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void starting(String part) {
        lastSaid.put(part, 0L);
        say("  %-14s starting", part);
    }

    @Override
    public void waiting(String part, Duration since) {
        long due = lastSaid.getOrDefault(part, 0L) + LONG;
        if (since.toSeconds() >= due) {
            lastSaid.put(part, due);
            say("  %-14s still starting after %d s", part, since.toSeconds());
        }
    }

    @Override
    public void ready(String part, String url, Duration took) {
        say("  %-14s ready     %s (%.1f s)", part, url, took.toMillis() / 1000.0);
    }

    @Override
    public void stopped(String part) {
        say("  %-14s stopped", part);
    }

    @Override
    public void note(String text) {
        say("%s", text);
    }

    private synchronized void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
