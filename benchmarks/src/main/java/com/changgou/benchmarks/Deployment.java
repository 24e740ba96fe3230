package com.changgou.benchmarks;

import com.changgou.benchmarks.Contender.Settings;
import com.changgou.faultmatrix.check.StateReader;
import com.changgou.faultmatrix.history.Event;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.launcher.system.Equipment;
import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One system for all contenders: the services with this project's settings, and beside them an order and a goods service with stock
 * settings, on the same databases and the same TC.
 */
final class Deployment implements AutoCloseable {

    /** SKUs whose price earns no points; the first of them is the hot one. */
    static final long CHEAP = 10_000;

    /** SKUs whose price earns a point. */
    static final long DEAR = 20_000;

    /** Nothing is left of it. */
    static final long SOLD_OUT = 30_000;

    /** How many SKUs there are of each kind. */
    static final int SKUS = 1_000;

    private static final int PIECES = 1_000_000_000;
    private static final int CENTS_A_POINT = 100;
    private static final int LOWEST_PORT = 27_000;
    private static final int HIGHEST_PORT = 31_000;
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(40);

    private static final List<String> SHIPPED = List.of("goods-service", "order-service");
    private static final String ORDER_OTHER = "order-service-2";
    private static final String GOODS_OTHER = "goods-service-2";
    private static final List<String> OTHERS = List.of(GOODS_OTHER, ORDER_OTHER);

    private static final String LOCK_RETRY_TIMES = "seata.client.rm.lock.retry-times=";

    /** What {@code application.yml} of both services sets is set back to what Seata, and the driver, do by themselves. */
    private static final List<String> STOCK_SETTINGS = Stream.concat(
                    Tuning.allTakenBack().filter(setting -> !setting.startsWith(LOCK_RETRY_TIMES)),
                    Stream.of(LOCK_RETRY_TIMES + "30"))
            .toList();

    /** As docs/deployment.md says of a system with many orders. The relay is woken; its regular looks would be counted. */
    private static final Map<String, String> MANY_ORDERS =
            Map.of("SEATA_LOG_LEVEL", "WARN", "TC_LOG_LEVEL", "WARN", "POINTS_SWEEP", "1h");

    /** JVMs as they come: no C1 alone and no archive, as a demo has them that starts once and places three orders. */
    private static final Equipment EQUIPMENT = new Equipment(List.of("baseline"), List.of("-XX:+UseParallelGC"), false);

    private final LocalSystem system;

    private Deployment(LocalSystem system) {
        this.system = system;
    }

    /**
     * Starts a system.
     *
     * @param root the project's directory, with the built jars
     * @param home for its data and logs; what an earlier one has left there is deleted
     * @param store of the TC
     * @param databases which servers keep the data
     * @param progress is told what starts
     * @return a system that runs, and has stock
     * @throws SQLException if a database refuses the stock
     */
    public static Deployment open(
            Path root, Path home, Topology.TcStore store, Topology.Databases databases, Progress progress)
            throws SQLException {
        Ports ports = Ports.free(LOWEST_PORT, HIGHEST_PORT);
        Topology topology = new Topology(databases, new Topology.Broker.Embedded(), store, false, false);
        Map<String, List<String>> settings = new HashMap<>();
        Deployment deployment = new Deployment(new LocalSystem(
                new Installation(root, home, ports, settings, MANY_ORDERS, topology, EQUIPMENT), progress));
        try {
            deployment.system.reset();
            deployment.system.start();
            deployment.startOthers(STOCK_SETTINGS);
            deployment.stockUp();
            return deployment;
        } catch (RuntimeException | SQLException failed) {
            deployment.close();
            throw failed;
        }
    }

    /**
     * Starts both pairs again: one that has run for an hour would be faster than one that has not.
     *
     * @param settings in which the second differs from the first, each {@code key=value}
     */
    void startAgain(List<String> settings) {
        Stream.concat(SHIPPED.stream(), OTHERS.stream()).forEach(system::kill);
        system.start(SHIPPED);
        startOthers(settings);
    }

    private void startOthers(List<String> settings) {
        Map<String, List<String>> told = system.installation().settings();
        told.put(GOODS_OTHER, settings);
        told.put(
                ORDER_OTHER,
                Stream.concat(settings.stream(), Stream.of("GOODS_URL=" + goodsService(Settings.OTHER)))
                        .toList());
        system.start(OTHERS);
    }

    /** The processes. */
    LocalSystem system() {
        return system;
    }

    /** What stands, and what is open. */
    StateReader reader() {
        return StateReader.of(system);
    }

    /** Where a contender's orders are placed. */
    String orderService(Settings settings) {
        Ports ports = system.installation().ports();
        return "http://127.0.0.1:" + (settings == Settings.OURS ? ports.order() : ports.order2());
    }

    /** Where its order service takes the stock. */
    String goodsService(Settings settings) {
        Ports ports = system.installation().ports();
        return "http://127.0.0.1:" + (settings == Settings.OURS ? ports.goods() : ports.goods2());
    }

    /** Places a contender's orders, and writes down what it was told. */
    HistoryClient client(Contender contender, Consumer<Event> log) {
        return new HistoryClient(orderService(contender.settings()), CLIENT_TIMEOUT, log);
    }

    /** Every round begins with the same rows: tables do not grow from one to the next. Nothing may be open. */
    void reset() throws SQLException {
        truncate(
                system.orderDatabase(),
                "tb_order",
                "tb_order_line",
                "tb_order_journal",
                "tb_order_claim",
                "tb_task",
                "tb_task_his",
                "tcc_fence_log");
        truncate(system.goodsDatabase(), "tb_stock_journal", "tcc_fence_log");
        truncate(system.userDatabase(), "tb_point_log");
        try (Connection connection = system.goodsDatabase().connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE tb_sku SET stock = " + PIECES + " WHERE stock > 0");
        }
    }

    private static void truncate(Database database, String... tables) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.executeUpdate("TRUNCATE TABLE " + table);
            }
        }
    }

    private void stockUp() throws SQLException {
        try (Connection connection = system.goodsDatabase().connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO tb_sku (id, name, price, stock) VALUES (?, 'benchmark', ?, ?)")) {
            for (int number = 1; number <= SKUS; number++) {
                add(insert, CHEAP + number, 1, PIECES);
                add(insert, DEAR + number, CENTS_A_POINT, PIECES);
            }
            add(insert, SOLD_OUT, 1, 0);
            insert.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, long id, long price, int stock) throws SQLException {
        insert.setLong(1, id);
        insert.setLong(2, price);
        insert.setInt(3, stock);
        insert.addBatch();
    }

    @Override
    public void close() {
        system.discard();
    }
}
