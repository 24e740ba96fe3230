package com.changgou.launcher.system;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/** Starts and stops the parts of one system, and only those. */
public final class LocalSystem {

    /** All parts, in the order in which they are stopped. */
    public static final List<String> PARTS =
            List.of(Parts.ORDER, Parts.GOODS, Parts.TC, Parts.ORDER_DB, Parts.GOODS_DB);

    private final Installation installation;
    private final Progress progress;
    private final Secrets secrets;
    private final HomeLock lock;
    private final PartRunner runner;

    /**
     * A system that may or may not be running.
     *
     * @param installation which one
     * @param progress is told what happens
     */
    public LocalSystem(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
        this.secrets = Secrets.of(installation.home());
        this.lock = new HomeLock(installation.home());
        this.runner = new PartRunner(installation, progress);
    }

    /**
     * Starts every part and waits until each can be used. What an earlier launcher left running is stopped first.
     *
     * @throws LauncherException if a port is taken or a part does not come up; nothing stays running then
     */
    public void start() {
        lock.acquire();
        try {
            stopLeftOvers();
            requireFreePorts();
            runner.open();
            together(this::start, Parts.ORDER_DB, Parts.GOODS_DB, Parts.TC);
            together(this::start, Parts.GOODS, Parts.ORDER);
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    /** Stops every part that is running, services first. */
    public void stop() {
        runner.close();
        stopParts();
        lock.release();
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
        part.prepare().run();
        runner.start(part, begin);
    }

    /**
     * Kills a part as {@code kill -9} does, and waits until it is gone.
     *
     * @param name one of {@link #PARTS}
     */
    public void kill(String name) {
        runner.kill(name);
    }

    /**
     * The process of a part.
     *
     * @param name one of {@link #PARTS}
     * @return its process, or empty if it is not running
     */
    public Optional<ProcessHandle> process(String name) {
        return runner.find(name);
    }

    /**
     * Asks a part whether it can be used.
     *
     * @param name one of {@link #PARTS}
     * @return whether its health check passes
     */
    public boolean isHealthy(String name) {
        return PartRunner.isHealthy(part(name));
    }

    /**
     * Stops every part and deletes all data, logs and proofs.
     *
     * @throws LauncherException if another launcher is running this system; nothing is stopped or deleted then
     */
    public void reset() {
        lock.acquire();
        try {
            stopParts();
            for (String directory : List.of("data", "logs", "proofs")) {
                FileSystemUtils.deleteRecursively(installation.home().resolve(directory));
            }
        } catch (IOException e) {
            throw new LauncherException("The data cannot be deleted: " + e.getMessage(), e);
        } finally {
            lock.release();
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

    private void stopLeftOvers() {
        List<String> left =
                PARTS.stream().filter(name -> process(name).isPresent()).toList();
        if (!left.isEmpty()) {
            progress.note("Stopping what an earlier run left behind: " + String.join(", ", left));
            stopParts();
        }
    }

    private void stopParts() {
        together(runner::stop, Parts.ORDER, Parts.GOODS);
        together(runner::stop, Parts.TC, Parts.ORDER_DB, Parts.GOODS_DB);
    }

    private void requireFreePorts() {
        Ports ports = installation.ports();
        Map.of(
                        ports.order(), "order-service (--order-port, ORDER_PORT)",
                        ports.goods(), "goods-service (--goods-port, GOODS_PORT)",
                        ports.tc(), "the TC (--tc-port, TC_PORT)",
                        ports.tcHttp(), "the TC's HTTP API (--tc-http-port, TC_HTTP_PORT)",
                        ports.orderDb(), "the order database (--order-db-port, ORDER_DB_PORT)",
                        ports.goodsDb(), "the goods database (--goods-db-port, GOODS_DB_PORT)")
                .forEach(LocalSystem::requireFree);
    }

    private static void requireFree(int port, String owner) {
        if (!Ports.isFree(port)) {
            throw new LauncherException("Port " + port + " is taken by another process, and " + owner
                    + " needs it. Free it, or give this part another port by that option or environment variable.");
        }
    }

    /** A thread of its own each: those of the common pool do not see the class path of an executable jar. */
    private static void together(Consumer<String> action, String... names) {
        List<CompletableFuture<Void>> running = Arrays.stream(names)
                .map(name ->
                        CompletableFuture.runAsync(() -> action.accept(name), task -> new Thread(task, name).start()))
                .toList();
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
