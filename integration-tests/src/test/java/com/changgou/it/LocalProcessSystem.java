package com.changgou.it;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Coordinator;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.OrderApi;
import com.changgou.proof.TcConsole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One process for each part on this machine, on free ports, with data of its own. */
final class LocalProcessSystem implements SystemUnderTest {

    /**
     * Short enough to wait for, long enough for 200 orders at once on two cores. Not the TC's dead threshold: it asks a branch of a
     * transaction that is older to roll back once more, also while it is at it, and what finds no undo row leaves a guard row.
     */
    private static final Map<String, String> TIMEOUTS = Map.of(
            "GLOBAL_TIMEOUT", "15000",
            "CLAIM_EXPIRY", "20s",
            "POINTS_SWEEP", "300ms",
            "POINTS_FIRST_BACK_OFF", "2s",
            "POINTS_LONGEST_BACK_OFF", "5s");

    private final LocalSystem system;
    private final TcConsole tc;

    private LocalProcessSystem(LocalSystem system) {
        this.system = system;
        this.tc = system.tcConsole();
    }

    static LocalProcessSystem startFresh(String name, Map<String, List<String>> settings) {
        return startFresh(name, settings, Topology.STANDARD);
    }

    static LocalProcessSystem startFresh(String name, Topology topology) {
        return startFresh(name, Map.of(), topology);
    }

    static LocalProcessSystem startFresh(String name, Map<String, List<String>> settings, Topology topology) {
        return start(name, settings, TIMEOUTS, topology);
    }

    /** With no timeouts of a test: what the docs show is what users get. */
    static LocalProcessSystem startAsForUsers(String name, Map<String, List<String>> settings) {
        return start(name, settings, Map.of(), Topology.STANDARD);
    }

    private static LocalProcessSystem start(
            String name, Map<String, List<String>> settings, Map<String, String> environment, Topology topology) {
        Path root = Path.of(System.getProperty("changgou.root"));
        Path home = root.resolve("integration-tests/target").resolve(name);
        LocalSystem system = new LocalSystem(
                new Installation(root, home, FreePorts.find(), settings, environment, topology), Progress.SILENT);
        system.reset();
        system.start();
        return new LocalProcessSystem(system);
    }

    LocalSystem system() {
        return system;
    }

    @Override
    public OrderApi orders() {
        return new OrderApi(system.site().orderService());
    }

    @Override
    public OrderApi goods() {
        return new OrderApi(system.site().goodsService());
    }

    @Override
    public FaultSwitch faults() {
        return new FaultSwitch(system.site());
    }

    @Override
    public Coordinator tc() {
        return tc;
    }

    @Override
    public Connection orderDatabase() throws SQLException {
        return system.orderDatabase().connect();
    }

    @Override
    public Connection goodsDatabase() throws SQLException {
        return system.goodsDatabase().connect();
    }

    @Override
    public void kill(Part part) {
        system.kill(name(part));
    }

    @Override
    public void start(Part part) {
        system.start(name(part));
    }

    /** Stops a part and starts it with these settings, and with no others of its own. */
    void restart(Part part, List<String> settings) {
        ProcessHandle running = system.process(name(part)).orElseThrow();
        running.destroy();
        running.onExit().join();
        Installation own = system.installation();
        new LocalSystem(
                        new Installation(
                                own.root(),
                                own.home(),
                                own.ports(),
                                Map.of(name(part), settings),
                                own.environment(),
                                own.topology()),
                        Progress.SILENT)
                .start(name(part));
    }

    @Override
    public boolean isRunning(Part part) {
        return system.process(name(part)).isPresent();
    }

    @Override
    public String log(Part part) {
        try {
            return Files.readString(system.installation().log(name(part)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some 400 MB a system. */
    @Override
    public void close() {
        system.discard();
    }

    private static String name(Part part) {
        return switch (part) {
            case ORDER_SERVICE -> "order-service";
            case GOODS_SERVICE -> "goods-service";
            case TC -> "tc";
        };
    }
}
