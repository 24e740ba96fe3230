package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes of one system: starts a part and waits for its health, stops it, finds it again. */
final class PartRunner {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LOG_TAIL = 40;

    private final Installation installation;
    private final Progress progress;
    private final Ledger ledger;
    private final Map<String, Process> children = new ConcurrentHashMap<>();
    private boolean open = true;

    PartRunner(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
        this.ledger = new Ledger(installation.home());
    }

    synchronized void open() {
        open = true;
    }

    /** From here on nothing starts any more: a part that is still being prepared must not appear after the others stopped. */
    synchronized void close() {
        open = false;
    }

    void start(Part part, Instant begin) {
        Path log = installation.log(part.name());
        Process process = spawn(part, log);
        awaitHealthy(part, process, log, begin);
        finish(part);
        progress.ready(part.name(), part.url(), Duration.between(begin, Instant.now()));
    }

    /**
     * Starts a part once only for its JVM to write its archive as it ends. A running JVM can be asked for it, too (jcmd), but in JDK 17
     * that changes classes under its feet: JDK-8277101.
     */
    void rehearse(Part part, Instant begin) {
        try {
            Path classes = Files.createTempFile(part.archive().getParent(), "classes", ".incomplete");
            try {
                rehearse(part, classes, installation.log(part.name() + "-rehearsal"), begin);
            } finally {
                Files.deleteIfExists(classes);
            }
        } catch (IOException e) {
            throw new LauncherException(part.archive() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** A JVM that writes none leaves the file empty, and does not rehearse again. What fails here is left to the start, which tells it. */
    private void rehearse(Part part, Path classes, Path log, Instant begin) throws IOException {
        Process process = spawn(part.writing(classes), log);
        try {
            awaitHealthy(part, process, log, begin);
        } catch (LauncherException failed) {
            end(process.toHandle());
            return;
        }
        if (endsItself(process.toHandle(), LONGEST_END)) {
            Files.move(classes, part.archive(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void finish(Part part) {
        try {
            part.ready().make();
        } catch (Exception e) {
            throw new LauncherException(part.name() + " cannot be made ready: " + e.getMessage(), e);
        }
    }

    Optional<ProcessHandle> find(String part) {
        return ledger.find(part);
    }

    void stop(String part) {
        find(part).ifPresent(process -> {
            endsItself(process, Parts.patience(part));
            progress.stopped(part);
        });
        ledger.remove(part);
    }

    void kill(String part) {
        find(part).ifPresent(PartRunner::end);
        ledger.remove(part);
    }

    OptionalInt exitCode(String part) {
        Process child = children.get(part);
        return child == null || child.isAlive() ? OptionalInt.empty() : OptionalInt.of(child.exitValue());
    }

    /** Ends it in any case; whether it did so when it was asked to. */
    private static boolean endsItself(ProcessHandle process, Duration patience) {
        process.destroy();
        boolean itself = process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        end(process);
        return itself;
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private synchronized Process spawn(Part part, Path log) {
        if (!open) {
            throw new LauncherException(part.name() + " is not started any more: the system is being stopped");
        }
        try {
            Files.createDirectories(log.getParent());
            Files.createDirectories(part.directory());
            ProcessBuilder builder = new ProcessBuilder(ownSession(part.command()))
                    .directory(part.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(part.environment());
            Process process = builder.start();
            children.put(part.name(), process);
            record(part, process);
            return process;
        } catch (IOException e) {
            throw new LauncherException(part.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void record(Part part, Process process) {
        try {
            ledger.write(part.name(), process.toHandle());
        } catch (LauncherException unrecorded) {
            process.destroyForcibly();
            throw unrecorded;
        }
    }

    /** Away from the terminal's Ctrl-C and hang-up: the launcher decides when a part stops. The process id stays. */
    private static List<String> ownSession(List<String> command) {
        Path setsid = Path.of("/usr/bin/setsid");
        if (!Files.isExecutable(setsid)) {
            return command;
        }
        List<String> detached = new ArrayList<>(List.of(setsid.toString()));
        detached.addAll(command);
        return detached;
    }

    private void awaitHealthy(Part part, Process process, Path log, Instant begin) {
        Instant deadline = begin.plus(LONGEST_START);
        while (!isHealthy(part)) {
            if (!process.isAlive()) {
                throw failure(part, log, "stopped while starting (exit code " + process.exitValue() + ")");
            }
            if (Instant.now().isAfter(deadline)) {
                throw failure(part, log, "is not healthy after " + LONGEST_START.toSeconds() + " s");
            }
            progress.waiting(part.name(), Duration.between(begin, Instant.now()));
            pause(process);
        }
    }

    static boolean isHealthy(Part part) {
        try {
            part.health().check();
            return true;
        } catch (Exception notYet) {
            return false;
        }
    }

    private static LauncherException failure(Part part, Path log, String what) {
        return new LauncherException(part.name() + " " + what + ". Its log ends with:\n" + tail(log));
    }

    private static void pause(Process process) {
        try {
            process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while starting", stopped);
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
        } catch (IOException unreadable) {
            return "(" + log + " cannot be read)";
        }
    }
}
