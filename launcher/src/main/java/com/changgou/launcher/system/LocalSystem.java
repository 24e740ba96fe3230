package com.changgou.launcher.system;

import com.changgou.proof.Coordinator;
import com.changgou.proof.Database;
import com.changgou.proof.Site;
import com.changgou.proof.TcConsole;
import com.changgou.proof.TcTables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** Starts and stops the parts of one system, and only those. */
public final class LocalSystem {

    /** All parts that a system can have, in the order in which they are stopped. */
    public static final List<String> PARTS = List.of(
            Parts.ORDER,
            Parts.ORDER_2,
            Parts.GOODS,
            Parts.GOODS_2,
            Parts.USER,
            Parts.CONSOLE,
            Parts.TC,
            Parts.TC_2,
            Parts.BROKER,
            Parts.NACOS,
            Parts.ORDER_DB,
            Parts.GOODS_DB,
            Parts.USER_DB,
            Parts.TC_DB);

    /** The owner of every schema. */
    public static final String DATABASE_USER = "shop";

    private static final String DATA = "data";
    private static final int SERVICES = 6;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Installation installation;
    private final Progress progress;
    private final Secrets secrets;
    private final HomeLock lock;
    private final PartRunner runner;
    private final TcConsole tcConsole;

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
        this.tcConsole =
                new TcConsole("http://127.0.0.1:" + installation.ports().tcHttp(), consolePassword());
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
            ownParts().forEach(new RequiredPorts(installation.ports())::requireFree);
            runner.open();
            if (parts().databases().areElsewhere()) {
                parts().databases().loadSchemas();
            }
            new FirstStart(installation.applications().resolve("first-start.lock"), this::rehearses, progress)
                    .run(this::startParts);
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    private void startParts() {
        try {
            parts().startOrder().forEach(this::start);
        } catch (LauncherException failed) {
            throw new LauncherException(failed.getMessage() + "\nThe parts: " + states(), failed);
        }
    }

    private boolean rehearses() {
        return ownParts().stream().map(this::part).anyMatch(Part::rehearses);
    }

    /** What a part lacks may be another one. */
    private String states() {
        return ownParts().stream().map(name -> name + " " + state(name)).collect(Collectors.joining(", "));
    }

    private String state(String name) {
        if (process(name).isEmpty()) {
            return "does not run";
        }
        return isHealthy(name) ? "is healthy" : "is not healthy";
    }

    /**
     * Starts the console alone: files can be opened in it.
     *
     * @throws LauncherException if its port is taken
     */
    public void startConsole() {
        new RequiredPorts(installation.ports()).requireFree(Parts.CONSOLE);
        start(Parts.CONSOLE);
    }

    /** Stops the console alone. */
    public void stopConsole() {
        runner.stop(Parts.CONSOLE);
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
        start(name, Map.of());
    }

    /**
     * Starts one part, told more than it usually is, and waits until it can be used.
     *
     * @param name one of {@link #PARTS}
     * @param environment beside its own
     */
    public void start(String name, Map<String, String> environment) {
        Instant begin = Instant.now();
        progress.starting(name);
        Part part = part(name).with(environment);
        part.prepare().run();
        if (part.rehearses()) {
            runner.rehearse(part, begin);
            part = part(name).with(environment);
        }
        runner.start(part, begin);
    }

    /**
     * Starts parts that do not wait for each other, at the same time, and waits until each can be used.
     *
     * @param names some of {@link #PARTS}
     */
    public void start(List<String> names) {
        together(this::start, names);
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
     * How a part has ended.
     *
     * @param name one of {@link #PARTS}
     * @return its exit code, 128 and the number of the signal where one ended it; empty while it runs, or where somebody else has
     *     started it
     */
    public OptionalInt exitCode(String name) {
        return runner.exitCode(name);
    }

    /**
     * The parts that this system has.
     *
     * @return some of {@link #PARTS}, in the order of their start
     */
    public List<String> ownParts() {
        return parts().startOrder().stream().flatMap(List::stream).toList();
    }

    /**
     * Whether any part of it runs.
     *
     * @return false when all are gone
     */
    public boolean isRunning() {
        return ownParts().stream().anyMatch(part -> process(part).isPresent());
    }

    /** Waits until no part of it runs any more, whoever stops them. */
    public void awaitEnd() {
        Awaitility.await().forever().pollInterval(LOOK).until(() -> !isRunning());
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
     * Stops every part, services first, and deletes what they have stored; their logs stay.
     *
     * @throws LauncherException if it cannot be deleted
     */
    public void discard() {
        stop();
        delete(DATA);
    }

    /**
     * Stops every part and deletes all data, logs, proofs and recordings.
     *
     * @throws LauncherException if another launcher is running this system; nothing is stopped or deleted then
     */
    public void reset() {
        lock.acquire();
        try {
            stopParts();
            List.of(DATA, "logs", "proofs", "recordings").forEach(this::delete);
        } finally {
            lock.release();
        }
    }

    private void delete(String directory) {
        try {
            FileSystemUtils.deleteRecursively(installation.home().resolve(directory));
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
        return parts().databases().order();
    }

    /**
     * The goods database.
     *
     * @return how to reach it
     */
    public Database goodsDatabase() {
        return parts().databases().goods();
    }

    /**
     * The user database.
     *
     * @return how to reach it
     */
    public Database userDatabase() {
        return parts().databases().users();
    }

    /**
     * The database of the TC.
     *
     * @return how to reach it
     * @throws LauncherException if its sessions are in files
     */
    public Database tcDatabase() {
        if (!parts().hasTcDatabase()) {
            throw new LauncherException("The TC keeps its sessions in files");
        }
        return parts().databases().tc();
    }

    /**
     * The broker, as a client reaches it.
     *
     * @return port on 127.0.0.1, user and password
     */
    public Topology.Broker.RabbitMq broker() {
        return parts().brokerAccess();
    }

    String consolePassword() {
        return secrets.tcConsole();
    }

    /**
     * The console of the first TC.
     *
     * @return one client for all who ask: each login costs the TC a hash that is slow on purpose
     */
    public TcConsole tcConsole() {
        return tcConsole;
    }

    /**
     * What the TC knows, or both TCs.
     *
     * @return where there is a database for it, it is read past the TCs, so that it does not matter which of them runs
     */
    public Coordinator coordinator() {
        return parts().hasTcDatabase() ? new TcTables(tcDatabase()) : tcConsole();
    }

    /**
     * This system as an observer reaches it.
     *
     * @return its services, databases and TC
     */
    public Site site() {
        Ports ports = installation.ports();
        return new Site(
                "http://127.0.0.1:" + ports.order(),
                "http://127.0.0.1:" + ports.goods(),
                orderDatabase(),
                goodsDatabase(),
                coordinator());
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
        Ports ports = installation.ports();
        return switch (name) {
            case Parts.ORDER_DB ->
                parts.databases().part(name, parts.databases().order(), ports.orderDb(), "order");
            case Parts.GOODS_DB ->
                parts.databases().part(name, parts.databases().goods(), ports.goodsDb(), "goods");
            case Parts.USER_DB -> parts.databases().part(name, parts.databases().users(), ports.userDb(), "user");
            case Parts.TC_DB -> parts.databases().part(name, parts.databases().tc(), ports.tcDb(), "seata");
            case Parts.BROKER -> parts.broker();
            case Parts.NACOS -> parts.nacos();
            case Parts.TC -> parts.coordinator(name, 1, ports.tc(), ports.tcHttp());
            case Parts.TC_2 -> parts.coordinator(name, 2, ports.tc2(), ports.tc2Http());
            case Parts.GOODS -> parts.goodsService(name, ports.goods());
            case Parts.GOODS_2 -> parts.goodsService(name, ports.goods2());
            case Parts.ORDER -> parts.orderService(name, ports.order());
            case Parts.ORDER_2 -> parts.orderService(name, ports.order2());
            case Parts.USER -> parts.userService();
            case Parts.CONSOLE -> parts.console();
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
        together(runner::stop, PARTS.subList(0, SERVICES));
        together(runner::stop, PARTS.subList(SERVICES, PARTS.size()));
    }

    /** A thread of its own each: those of the common pool do not see the class path of an executable jar. */
    private static void together(Consumer<String> action, List<String> names) {
        List<CompletableFuture<Void>> running = names.stream()
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
