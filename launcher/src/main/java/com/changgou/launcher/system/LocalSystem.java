package com.changgou.launcher.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Starts and stops the parts of one system, and only those. */
public final class LocalSystem {

    /** All parts, in the order in which they are stopped. */
    public static final List<String> PARTS =
            List.of(Parts.ORDER, Parts.GOODS, Parts.TC, Parts.ORDER_DB, Parts.GOODS_DB);

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LOG_TAIL = 40;

    private final Installation installation;
    private final Progress progress;
    private final Ledger ledger;
    private final Secrets secrets;
    private @Nullable FileLock lock;

    /**
     * A system that may or may not be running.
     *
     * @param installation which one
     * @param progress is told what happens
     */
    public LocalSystem(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
        this.ledger = new Ledger(installation.home());
        this.secrets = Secrets.of(installation.home());
    }

    /**
     * Starts every part and waits until each can be used. What an earlier launcher left running is stopped first.
     *
     * @throws LauncherException if a port is taken or a part does not come up; nothing stays running then
     */
    public void start() {
        lock();
        stopLeftOvers();
        requireFreePorts();
        try {
            together(Parts.ORDER_DB, Parts.GOODS_DB, Parts.TC);
            together(Parts.GOODS, Parts.ORDER);
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    /** Stops every part that is running, services first. */
    public void stop() {
        List<CompletableFuture<Void>> services =
                List.of(inParallel(() -> stop(Parts.ORDER)), inParallel(() -> stop(Parts.GOODS)));
        services.forEach(CompletableFuture::join);
        List<CompletableFuture<Void>> servers = List.of(
                inParallel(() -> stop(Parts.TC)),
                inParallel(() -> stop(Parts.ORDER_DB)),
                inParallel(() -> stop(Parts.GOODS_DB)));
        servers.forEach(CompletableFuture::join);
        unlock();
    }

    /**
     * Starts one part and waits until it can be used.
     *
     * @param name one of {@link #PARTS}
     */
    public void start(String name) {
        Instant begin = Instant.now();
        progress.starting(name);
        Part part = part(name);
        Process process = spawn(part);
        ledger.write(name, process.toHandle());
        awaitHealthy(part, process, begin);
        progress.ready(name, part.url(), Duration.between(begin, Instant.now()));
    }

    private Part part(String name) {
        Parts parts = parts();
        return switch (name) {
            case Parts.ORDER_DB -> parts.database(name, parts.orderDatabase(), "order");
            case Parts.GOODS_DB -> parts.database(name, parts.goodsDatabase(), "goods");
            case Parts.TC -> parts.coordinator();
            case Parts.GOODS -> parts.goodsService();
            case Parts.ORDER -> parts.orderService();
            default -> throw new LauncherException("There is no part " + name);
        };
    }

    /**
     * Kills a part as {@code kill -9} does, and waits until it is gone.
     *
     * @param name one of {@link #PARTS}
     */
    public void kill(String name) {
        process(name).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
            ledger.remove(name);
        });
    }

    /**
     * The process of a part.
     *
     * @param name one of {@link #PARTS}
     * @return its process, or empty if it is not running
     */
    public Optional<ProcessHandle> process(String name) {
        return ledger.find(name);
    }

    /**
     * Asks a part whether it can be used.
     *
     * @param name one of {@link #PARTS}
     * @return whether its health check passes
     */
    public boolean isHealthy(String name) {
        try {
            part(name).health().check();
            return true;
        } catch (Exception unhealthy) {
            return false;
        }
    }

    /** Deletes all data and logs of this system, which must be stopped. */
    public void reset() {
        try {
            for (String directory : List.of("data", "logs", "proofs")) {
                FileSystemUtils.deleteRecursively(installation.home().resolve(directory));
            }
        } catch (IOException e) {
            throw new LauncherException("The data cannot be deleted: " + e.getMessage(), e);
        }
    }

    /**
     * The order database.
     *
     * @return how to reach it
     */
    public Database orderDatabase() {
        return parts().orderDatabase();
    }

    /**
     * The goods database.
     *
     * @return how to reach it
     */
    public Database goodsDatabase() {
        return parts().goodsDatabase();
    }

    /**
     * The TC's console password.
     *
     * @return a secret
     */
    public String consolePassword() {
        return secrets.tcConsole();
    }

    /**
     * The installation that this system runs from.
     *
     * @return directories, ports and settings
     */
    public Installation installation() {
        return installation;
    }

    private Parts parts() {
        return new Parts(installation, secrets);
    }

    private void together(String... names) {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (String name : names) {
            starts.add(inParallel(() -> start(name)));
        }
        try {
            starts.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** A thread of its own each: those of the common pool do not see the class path of an executable jar. */
    private static CompletableFuture<Void> inParallel(Runnable task) {
        return CompletableFuture.runAsync(task, command -> new Thread(command, "part").start());
    }

    private Process spawn(Part part) {
        Path log = installation.log(part.name());
        try {
            Files.createDirectories(log.getParent());
            Files.createDirectories(part.directory());
            ProcessBuilder builder = new ProcessBuilder(ownSession(part.command()))
                    .directory(part.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(part.environment());
            return builder.start();
        } catch (IOException e) {
            throw new LauncherException(part.name() + " cannot be started: " + e.getMessage(), e);
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

    private void awaitHealthy(Part part, Process process, Instant begin) {
        Instant deadline = begin.plus(LONGEST_START);
        while (true) {
            try {
                part.health().check();
                return;
            } catch (Exception notYet) {
                if (!process.isAlive()) {
                    throw new LauncherException(part.name() + " stopped while starting (exit code "
                            + process.exitValue() + "). Its log ends with:\n" + tail(part.name()));
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new LauncherException(part.name() + " is not healthy after " + LONGEST_START.toSeconds()
                            + " s: " + notYet.getMessage() + "\nIts log ends with:\n" + tail(part.name()));
                }
                progress.waiting(part.name(), Duration.between(begin, Instant.now()));
            }
            pause(process);
        }
    }

    private static void pause(Process process) {
        try {
            process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while starting", stopped);
        }
    }

    private String tail(String part) {
        try {
            List<String> lines = Files.readAllLines(installation.log(part));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
        } catch (IOException unreadable) {
            return "(" + installation.log(part) + " cannot be read)";
        }
    }

    private void stop(String name) {
        process(name).ifPresent(process -> {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, Parts.patience(name).toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            process.destroyForcibly();
            process.onExit().join();
            progress.stopped(name);
        });
        ledger.remove(name);
    }

    private void stopLeftOvers() {
        List<String> left =
                PARTS.stream().filter(name -> process(name).isPresent()).toList();
        if (!left.isEmpty()) {
            progress.note("Stopping what an earlier run left behind: " + String.join(", ", left));
            FileLock mine = lock;
            lock = null;
            stop();
            lock = mine;
        }
    }

    private void requireFreePorts() {
        Ports ports = installation.ports();
        Map<Integer, String> wanted = new LinkedHashMap<>();
        wanted.put(ports.order(), "order-service (--order-port, ORDER_PORT)");
        wanted.put(ports.goods(), "goods-service (--goods-port, GOODS_PORT)");
        wanted.put(ports.tc(), "the TC (--tc-port, TC_PORT)");
        wanted.put(ports.tcHttp(), "the TC's HTTP API (--tc-http-port, TC_HTTP_PORT)");
        wanted.put(ports.orderDb(), "the order database (--order-db-port, ORDER_DB_PORT)");
        wanted.put(ports.goodsDb(), "the goods database (--goods-db-port, GOODS_DB_PORT)");
        wanted.forEach((port, owner) -> {
            if (!Ports.isFree(port)) {
                unlock();
                throw new LauncherException("Port " + port + " is taken by another process, and " + owner
                        + " needs it. Free it, or give this part another port by that option or environment variable.");
            }
        });
    }

    @SuppressWarnings("resource")
    private void lock() {
        Path file = installation.home().resolve("launcher.lock");
        try {
            Files.createDirectories(installation.home());
            lock = new RandomAccessFile(file.toFile(), "rw").getChannel().tryLock();
        } catch (OverlappingFileLockException inThisJvm) {
            lock = null;
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be locked: " + e.getMessage(), e);
        }
        if (lock == null) {
            throw new LauncherException("Another launcher is running this system (" + installation.home()
                    + "). Stop it first, or choose another --home.");
        }
    }

    private void unlock() {
        if (lock != null) {
            try {
                lock.channel().close();
            } catch (IOException e) {
                progress.note("The launcher's lock cannot be released: " + e.getMessage());
            }
            lock = null;
        }
    }
}
