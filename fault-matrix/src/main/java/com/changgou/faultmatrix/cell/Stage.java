package com.changgou.faultmatrix.cell;

import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.wire.Edge;
import com.changgou.faultmatrix.wire.Edges;
import com.changgou.faultmatrix.wire.HttpStandIn;
import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.launcher.system.Topology.TcStore;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.Http;
import com.changgou.proof.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * A whole system of processes on this machine, with a tap on every edge, whose parts can be killed, paused and started again. It has
 * short timeouts, so that a way back that takes minutes in production takes seconds here; their order is production's.
 */
public final class Stage implements AutoCloseable {

    /** Names of parts, as {@link LocalSystem#PARTS} has them. */
    static final String TC = "tc";

    /** Only on a stage with two. */
    static final String TC_2 = "tc-2";

    /** Only where a TC has its sessions in a database. */
    static final String TC_DB = "tc-db";

    static final String ORDER = "order-service";
    static final String GOODS = "goods-service";
    static final String GOODS_2 = "goods-service-2";
    static final String USER = "user-service";
    static final String BROKER = "broker";
    static final String ORDER_DB = "order-db";
    static final String GOODS_DB = "goods-db";
    static final String USER_DB = "user-db";

    /** 128 and SIGKILL. */
    private static final int KILLED = 137;

    private static final int LOWEST_PORT = 23_000;
    private static final int HIGHEST_PORT = 26_900;
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    /** Longer than the longest way of a request through the services. */
    public static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(25);

    /** Settings below, in numbers that a cell needs. */
    static final Duration GLOBAL_TIMEOUT = Duration.ofSeconds(8);

    static final Duration RETRY_DEAD_THRESHOLD = Duration.ofSeconds(10);
    static final Duration BRANCH_REQUEST_TIMEOUT = Duration.ofSeconds(4);

    /** What is longer in production is longer here; see {@code application.yml} of each part. */
    private static final Map<String, String> TIMEOUTS = Map.ofEntries(
            Map.entry("GLOBAL_TIMEOUT", millis(GLOBAL_TIMEOUT)),
            Map.entry("TM_REQUEST_TIMEOUT", "4000"),
            Map.entry("TC_REQUEST_TIMEOUT", "3000"),
            Map.entry("TC_RETRY_DEAD_THRESHOLD", millis(RETRY_DEAD_THRESHOLD)),
            Map.entry("TC_XAER_NOTA_RETRY_TIMEOUT", "8000"),
            Map.entry("GOODS_READ_TIMEOUT", "3000"),
            Map.entry("XA_BRANCH_TIMEOUT", "8000"),
            Map.entry("CLAIM_EXPIRY", "20s"),
            Map.entry("POINTS_SWEEP", "300ms"),
            Map.entry("POINTS_FIRST_BACK_OFF", "1s"),
            Map.entry("POINTS_LONGEST_BACK_OFF", "3s"));

    /** Each register has a frame of its own, and a branch waits for the TC as long as the TM does. */
    private static final List<String> CLIENT_SETTINGS = List.of(
            "seata.transport.enable-rm-client-batch-send-request=false",
            "seata.transport.rpc-rm-request-timeout=" + millis(BRANCH_REQUEST_TIMEOUT));

    /** Longer than the broker may take to confirm: what a killed relay had claimed is sent again by then. */
    private static final String LEASE = "changgou.points.lease=8s";

    private final Store store;
    private final Edges edges;
    private final LocalSystem system;
    private final Set<String> paused = ConcurrentHashMap.newKeySet();
    private final Map<String, List<String>> usualSettings = new ConcurrentHashMap<>();
    private final Set<String> unusual = ConcurrentHashMap.newKeySet();
    private final Map<String, SmallDisk> smallDisks = new ConcurrentHashMap<>();
    private final Map<Edge, HttpStandIn> standIns = new ConcurrentHashMap<>();
    private final Set<String> extra = ConcurrentHashMap.newKeySet();

    private Stage(Store store, Edges edges, LocalSystem system) {
        this.store = store;
        this.edges = edges;
        this.system = system;
    }

    /**
     * Starts a system.
     *
     * @param root the project's directory, with the built jars
     * @param home for its data and logs; what an earlier one has left there is deleted
     * @param store of the TC
     * @return a system that runs
     */
    public static Stage open(Path root, Path home, Store store) {
        return open(root, home, store, Topology.STANDARD.with(store.parts()));
    }

    /**
     * Starts a system with two TCs on one database.
     *
     * @param root the project's directory, with the built jars
     * @param home for its data and logs; what an earlier one has left there is deleted
     * @return a system that runs
     */
    public static Stage withTwoTcs(Path root, Path home) {
        return open(root, home, Store.DB, Topology.STANDARD.with(new TcStore.OwnDatabase(2)));
    }

    private static Stage open(Path root, Path home, Store store, Topology topology) {
        Ports ports = Ports.free(LOWEST_PORT, HIGHEST_PORT);
        Edges edges = Edges.open(ports, topology);
        LocalSystem system = new LocalSystem(
                new Installation(root, home, ports, settings(edges), TIMEOUTS, topology), Progress.SILENT);
        Stage stage = new Stage(store, edges, system);
        try {
            SmallDisk.unmountBelow(home);
            system.reset();
            system.start();
            return stage;
        } catch (RuntimeException failed) {
            stage.close();
            throw failed;
        }
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    private static Map<String, List<String>> settings(Edges edges) {
        Map<String, List<String>> settings = new HashMap<>(edges.settings());
        for (String service : List.of(ORDER, GOODS)) {
            List<String> all = new ArrayList<>(settings.get(service));
            all.addAll(CLIENT_SETTINGS);
            settings.put(service, all);
        }
        settings.get(ORDER).add(LEASE);
        return settings;
    }

    /**
     * Where the TC keeps its sessions.
     *
     * @return as it was opened
     */
    public Store store() {
        return store;
    }

    /**
     * The taps.
     *
     * @return one for each edge
     */
    public Edges edges() {
        return edges;
    }

    /**
     * The processes.
     *
     * @return past the taps
     */
    public LocalSystem system() {
        return system;
    }

    /**
     * The fault points inside of the services.
     *
     * @return past the taps
     */
    public FaultSwitch faults() {
        return new FaultSwitch(system.site());
    }

    /**
     * Kills a part as {@code kill -9} does.
     *
     * @param part which
     * @return how one knows it: by its exit code
     * @throws IllegalStateException if the signal did not end it
     */
    public String kill(String part) {
        system.kill(part);
        edges.refuse(part);
        paused.remove(part);
        OptionalInt exit = system.exitCode(part);
        if (exit.isEmpty() || exit.getAsInt() != KILLED) {
            throw new IllegalStateException(part + " was not ended by signal 9: " + exit);
        }
        return part + " ended by signal 9";
    }

    /**
     * Stops the clock of a part: SIGSTOP.
     *
     * @param part which
     * @return how one knows it: by the state of the process
     */
    public String pause(String part) {
        signal("STOP", part);
        paused.add(part);
        return part + " stopped by SIGSTOP";
    }

    /**
     * Lets a part go on.
     *
     * @param part which
     */
    public void resume(String part) {
        signal("CONT", part);
        paused.remove(part);
    }

    /**
     * Starts a part that was killed, again and again where what it needs is broken, too: as a supervisor does.
     *
     * @param part which
     * @throws org.awaitility.core.ConditionTimeoutException if it does not come up in three minutes
     */
    public void startUntilUp(String part) {
        await(part).atMost(LONGEST_START).pollInSameThread().ignoreExceptions().until(() -> {
            if (system.process(part).isEmpty()) {
                start(part);
            }
            return system.isHealthy(part);
        });
    }

    /**
     * Gives a part's data a disk of its own, which can be filled. The part is killed and started again for that; it keeps the disk
     * as long as the stage is open.
     *
     * @param part which
     * @param megabytes what fits on it, the data that is there already included
     * @return its disk, with whatever room is left; it is given room again when the stage is mended
     * @throws NotExercisedException if this machine lets nobody mount anything
     */
    SmallDisk onSmallDisk(String part, int megabytes) {
        return smallDisks.computeIfAbsent(part, name -> {
            Path data = system.installation().home().resolve("data").resolve(name);
            kill(name);
            SmallDisk disk = SmallDisk.mount(data, megabytes);
            start(name);
            return disk;
        });
    }

    /**
     * Puts an HTTP server in the place of a service, until the stage is mended.
     *
     * @param edge that leads to the service
     * @return the server, the same as before if there is one
     */
    HttpStandIn standIn(Edge edge) {
        return standIns.computeIfAbsent(edge, leading -> {
            HttpStandIn standIn = HttpStandIn.of(edges.tap(leading).targetPort());
            edges.tap(leading).divert(standIn.port());
            return standIn;
        });
    }

    /**
     * Kills a part and starts it again with more settings, until the stage is mended.
     *
     * @param part which
     * @param more settings, each {@code key=value}, beside those that it has
     */
    void restartWith(String part, String... more) {
        Map<String, List<String>> settings = system.installation().settings();
        List<String> usual = settings.getOrDefault(part, List.of());
        usualSettings.putIfAbsent(part, usual);
        settings.put(part, Stream.concat(usual.stream(), Stream.of(more)).toList());
        kill(part);
        start(part);
    }

    /**
     * Kills a part and starts it again in another environment, until the stage is mended.
     *
     * @param part which
     * @param environment beside the one that it has
     */
    void restartIn(String part, Map<String, String> environment) {
        unusual.add(part);
        kill(part);
        system.start(part, environment);
        edges.accept(part);
    }

    /** The files of a TC that keeps its sessions itself. */
    Path tcFiles() {
        return system.installation().home().resolve("data").resolve(TC).resolve("sessionStore");
    }

    private void endSettings() {
        unusual.forEach(this::end);
        unusual.clear();
        usualSettings.forEach((part, usual) -> {
            system.installation().settings().put(part, usual);
            end(part);
        });
        usualSettings.clear();
    }

    private void end(String part) {
        system.kill(part);
        edges.refuse(part);
    }

    /**
     * I9: requests that found an XID on their thread, or left one there, since their service was started.
     *
     * @return how many; empty where a service does not say
     */
    public OptionalLong foreignXids() {
        Site site = system.site();
        try {
            return OptionalLong.of(Stream.of(site.orderService(), site.goodsService())
                    .mapToLong(service -> meter(service, "seata.xid.left"))
                    .sum());
        } catch (RestClientException unreachable) {
            return OptionalLong.empty();
        }
    }

    /**
     * What a service counts.
     *
     * @param service its URL
     * @param name of a meter, with its tags as {@code ?tag=name:value}
     * @return its count since the service was started
     */
    static long meter(String service, String name) {
        return Http.to(service)
                .get()
                .uri("/actuator/metrics/" + name)
                .retrieve()
                .requiredBody(JsonNode.class)
                .at("/measurements/0/value")
                .asLong();
    }

    /** Ends every fault and starts every part that is gone, in the usual order. */
    public void mend() {
        // Or what has not landed in time would hit the canaries, or the next cell.
        edges.disarm();
        edges.heal();
        system.ownParts().stream()
                .filter(part -> system.process(part).isEmpty())
                .forEach(edges::refuse);
        standIns.values().forEach(HttpStandIn::close);
        standIns.clear();
        smallDisks.values().forEach(SmallDisk::free);
        List.copyOf(paused).forEach(this::resume);
        endSettings();
        startMissing();
        List.copyOf(extra).forEach(this::endExtra);
        faults().clear();
    }

    /** Starts every part that is gone. */
    void startMissing() {
        system.ownParts().stream()
                .filter(part -> system.process(part).isEmpty())
                .forEach(this::start);
    }

    /**
     * Starts a part and waits until it can be used.
     *
     * @param part which
     */
    public void start(String part) {
        system.start(part);
        edges.accept(part);
    }

    /** Starts a part that is no part of the usual system, until everything is mended. */
    void startExtra(String part) {
        extra.add(part);
        system.start(part);
    }

    private void endExtra(String part) {
        system.kill(part);
        extra.remove(part);
    }

    private void signal(String name, String part) {
        long pid = system.process(part)
                .orElseThrow(() -> new IllegalStateException(part + " does not run"))
                .pid();
        try {
            // The shell's own: a bare machine has no program of that name.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
            await().atMost(SIGNAL_LIMIT).until(() -> !kill.isAlive());
            if (kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException("kill cannot be called", e);
        }
    }

    /** Stops every part and gives the ports up. */
    @Override
    public void close() {
        List.copyOf(paused).forEach(this::resume);
        system.stop();
        edges.close();
        standIns.values().forEach(HttpStandIn::close);
        smallDisks.values().forEach(SmallDisk::close);
    }
}
