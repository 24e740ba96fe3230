package com.changgou.faultmatrix.cell;

import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.cell.NotExercisedException.NotPossibleHereException;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.faultmatrix.history.Load;
import com.changgou.faultmatrix.wire.Direction;
import com.changgou.faultmatrix.wire.Edge;
import com.changgou.faultmatrix.wire.HttpStandIn;
import com.changgou.faultmatrix.wire.Tap;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Database;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.Http;
import com.changgou.proof.Mode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What a cell plays with: orders, faults at exact moments, and the witnesses that they landed. What the cell says of its orders is
 * looked at when everything runs again and nothing is open any more, see {@link Ending}.
 */
public final class Trial {

    /** How long a moment of the protocol may let wait for itself. */
    static final Duration SOON = Duration.ofSeconds(20);

    static final Duration LOOK = Duration.ofMillis(20);
    static final int PIECES = 2;
    private static final int LOADED_SKUS = 45;
    private static final int LOAD_CLIENTS = 8;
    private static final int MEASURED_ORDERS = 24;
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(20);

    private final Cell cell;
    private final Stage stage;
    private final HistoryClient client;
    private final ExecutorService threads;
    private final List<String> witnesses = new ArrayList<>();
    private final List<Placing> sent = new CopyOnWriteArrayList<>();
    private final Map<String, Long> logsBefore = new HashMap<>();
    private final Ending ending;

    Trial(Cell cell, Stage stage, HistoryClient client, ExecutorService threads) {
        this.cell = cell;
        this.stage = stage;
        this.ending = new Ending(cell, stage);
        this.client = client;
        this.threads = threads;
        LocalSystem.PARTS.forEach(
                part -> logsBefore.put(part, log(part).toFile().length()));
    }

    Stage stage() {
        return stage;
    }

    HistoryClient client() {
        return client;
    }

    FaultSwitch faults() {
        return stage.faults();
    }

    // Orders

    /** The SKU that this cell orders by itself: cells do not meet. */
    long sku() {
        return 1 + (cell.number() - 1) % 45;
    }

    /** An order that is not sent yet. */
    Placing prepare(Mode mode) {
        return Placing.of(mode, sku(), PIECES);
    }

    /** Sends an order; the caller goes on meanwhile. */
    Placing send(Placing order) {
        return send(order, client);
    }

    /** Sends an order with more headers than a client has to send. */
    Placing send(Placing order, Map<String, String> headers) {
        return send(order, client.with(headers));
    }

    /** Sends an order as another client, such as one that waits longer. */
    Placing send(Placing order, HistoryClient from) {
        sent.add(order);
        threads.execute(() -> {
            try {
                order.future()
                        .complete(from.place(
                                order.key(), order.request(), order.mode().toString()));
            } catch (Throwable failed) {
                order.future().completeExceptionally(failed);
            }
        });
        return order;
    }

    Placing send(Mode mode) {
        return send(prepare(mode));
    }

    /** Sends orders, one after the other, until one is placed: what was broken can be used again. */
    void orderUntilPlaced(Mode mode) {
        orderUntilPlaced(mode, SOON);
    }

    /** The first order of a system takes longer than it may later, and pools keep connections that an earlier fault has cut. */
    void warmUp(Duration limit) {
        orderUntilPlaced(Mode.AT, limit);
    }

    /** In the caller's thread: an order that is cut off by the limit would close the history with it. */
    private void orderUntilPlaced(Mode mode, Duration limit) {
        try {
            await("an order")
                    .atMost(limit)
                    .pollInSameThread()
                    .pollInterval(LOOK)
                    .until(() -> isPlaced(mode));
        } catch (ConditionTimeoutException never) {
            throw new NotExercisedException("No order was placed within " + limit);
        }
    }

    private boolean isPlaced(Mode mode) {
        Placing order = prepare(mode);
        return client.place(order.key(), order.request(), mode.toString()) instanceof Ok;
    }

    /** Clients who order SKUs of all cells, until they are stopped: nothing of it may be left running when the play ends. */
    Load load(int clients, Mode... modes) {
        List<Long> skus = LongStream.rangeClosed(1, LOADED_SKUS).boxed().toList();
        return Load.start(client::place, new Load.Plan(cell.number(), clients, skus, List.of(modes), BETWEEN_ORDERS));
    }

    /** How fast orders of all modes are placed now. */
    double ordersPerSecond() {
        try (Load load = load(LOAD_CLIENTS, Mode.values())) {
            long begin = System.nanoTime();
            awaitMoment(MEASURED_ORDERS + " orders", () -> load.counts().placed() >= MEASURED_ORDERS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double rate = load.counts().placed() / seconds;
            load.stop();
            return rate;
        }
    }

    /** Runs beside the play, until the trial ends. */
    <T> CompletableFuture<T> meanwhile(Callable<T> action) {
        CompletableFuture<T> future = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                future.complete(action.call());
            } catch (Throwable failed) {
                future.completeExceptionally(failed);
            }
        });
        return future;
    }

    /** Waits until the client was told something. */
    void awaitAnswer(Placing order) {
        order.outcome(Stage.CLIENT_TIMEOUT);
    }

    Database goods() {
        return stage.system().goodsDatabase();
    }

    Database orders() {
        return stage.system().orderDatabase();
    }

    // Moments

    /** Sends an order and waits until it is held at a fault point. Nothing else may come by there first. */
    String holdAt(String point, Placing order) {
        faults().arm(point, "hold");
        send(order);
        return awaitHeld(point);
    }

    /** Sends an order and waits until it is held at a fault point; something else happens there when it is released. */
    String holdAt(String point, String then, Placing order) {
        faults().arm(point, "hold");
        faults().arm(point, then);
        send(order);
        return awaitHeld(point);
    }

    /** Waits until a transaction is held at a fault point, and writes that down. */
    String awaitHeld(String point) {
        awaitMoment(point + " is reached", () -> !faults().holding(point).isEmpty());
        String xid = faults().holding(point).get(0);
        witness(xid + " held at " + point);
        return xid;
    }

    /** Sends an order, and waits until its message has made a trigger act. */
    Trigger.Shot fire(Edge edge, Trigger trigger, Placing order) {
        stage.edges().tap(edge).arm(trigger);
        send(order);
        return awaitFired(trigger);
    }

    /** Waits until an armed trigger has acted, and writes that down. */
    Trigger.Shot awaitFired(Trigger trigger) {
        try {
            Trigger.Shot shot = trigger.done().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            witness(shot.edge() + ": " + shot.frame() + " (" + trigger + ")");
            return shot;
        } catch (TimeoutException | ExecutionException missed) {
            throw new NotExercisedException(trigger + " did not fire: " + missed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until the TC has a transaction in a status, and writes that down. */
    void awaitStatus(String xid, String status) {
        String what = xid + " is " + status + " at the TC";
        awaitMoment(what, () -> status(xid).filter(status::equals).isPresent());
        witness(what);
    }

    /** Waits until the TC has so many transactions in one of these statuses, and writes that down. */
    void awaitAtTc(int count, Set<String> statuses) {
        String what = count + " transactions are " + String.join(" or ", statuses) + " at the TC";
        awaitMoment(
                what,
                () -> stage.system().coordinator().sessions().stream()
                                .filter(session -> statuses.contains(session.status()))
                                .count()
                        == count);
        witness(what);
    }

    /** What the TC says of a transaction now; nothing where it does not know it any more. */
    Optional<String> status(String xid) {
        return stage.system().coordinator().session(xid).map(Coordinator.Session::status);
    }

    /** Waits until a database has such a row, be it committed or not, and writes that down. */
    void awaitRow(String what, Database database, String sql, Object... parameters) {
        awaitMoment(what, () -> hasRow(database, sql, parameters));
        witness(what);
    }

    /** Whether a database has such a row, be it committed or not. */
    boolean hasRow(Database database, String sql, Object... parameters) {
        return !look(database, sql, parameters).isEmpty();
    }

    /** Whether a database has such a row, committed. */
    boolean hasCommittedRow(Database database, String sql, Object... parameters) {
        return !look(database, Connection.TRANSACTION_READ_COMMITTED, sql, parameters)
                .isEmpty();
    }

    /** What is in stock of this cell's SKU, be it committed or not. */
    int stock() {
        return (int) look(goods(), "SELECT stock FROM tb_sku WHERE id = ?", sku())
                .get(0)
                .get("stock");
    }

    /** Whether nobody has a lock of the database on this cell's SKU. */
    boolean isFree() {
        return hasRow(goods(), "SELECT 1 FROM tb_sku WHERE id = ? FOR UPDATE SKIP LOCKED", sku());
    }

    private static List<Map<String, Object>> look(Database database, String sql, Object... parameters) {
        return look(database, Connection.TRANSACTION_READ_UNCOMMITTED, sql, parameters);
    }

    private static List<Map<String, Object>> look(Database database, int isolation, String sql, Object... parameters) {
        try (Connection connection = database.connect()) {
            connection.setTransactionIsolation(isolation);
            return client(connection).sql(sql).params(parameters).query().listOfRows();
        } catch (SQLException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    /** Waits until a part has written to its log, since the trial began, and writes that down. */
    void awaitLog(String part, String text) {
        awaitMoment(part + " says: " + text, () -> says(part, text));
        witness(part + " says: " + text);
    }

    /** Whether a part has written to its log since the trial began. */
    boolean says(String part, String text) throws IOException {
        try (FileChannel log = FileChannel.open(log(part))) {
            log.position(logsBefore.getOrDefault(part, 0L));
            return new String(Channels.newInputStream(log).readAllBytes(), StandardCharsets.UTF_8).contains(text);
        }
    }

    private Path log(String part) {
        return stage.system().installation().log(part);
    }

    /** Without this the fault has not landed. Written down, too. */
    void require(String what, boolean is) {
        if (!is) {
            throw new NotExercisedException("Not so: " + what);
        }
        witness(what);
    }

    private static JdbcClient client(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** Waits for a condition without which the fault has not landed. */
    void awaitMoment(String what, Callable<Boolean> condition) {
        try {
            await(what).atMost(SOON).pollInterval(LOOK).ignoreExceptions().until(condition);
        } catch (ConditionTimeoutException never) {
            throw new NotExercisedException("Not within " + SOON.toSeconds() + " s: " + what);
        }
    }

    /** Waits for what would not be so if the fault had not landed, and writes it down. */
    void awaitWitness(String fact, Callable<Boolean> condition) {
        awaitMoment(fact, condition);
        witness(fact);
    }

    // Faults, each its own witness

    void kill(String part) {
        witness(stage.kill(part));
    }

    void pause(String part) {
        witness(stage.pause(part));
    }

    /** Closes what is open on an edge, and refuses what is new. */
    void cut(Edge edge) {
        int open = stage.edges().tap(edge).openConnections();
        if (open == 0) {
            throw new NotExercisedException("Nothing is open on " + edge);
        }
        stage.edges().tap(edge).cut();
        witness(edge + " was cut, " + open + " connections");
    }

    /** Each answer on an edge comes later. */
    void slow(Edge edge, Duration delay) {
        stage.edges().tap(edge).delay(Direction.TO_CLIENT, delay);
    }

    /** Puts an HTTP server in the place of the goods service: the next call comes there. */
    HttpStandIn inPlaceOfGoods(HttpStandIn.Behaviour behaviour) {
        HttpStandIn standIn = stage.standIn(Edge.ORDER_TO_GOODS);
        standIn.passOn();
        // Pooled connections that were closed for it fail once.
        orderUntilPlaced(Mode.AT);
        standIn.behave(behaviour);
        return standIn;
    }

    /** What is broken stays broken for so long. */
    void goOn(Duration howLong) {
        await().pollDelay(howLong).atMost(howLong.plus(SOON)).until(() -> true);
    }

    /** Writes past the services, as somebody who knows nothing of Seata. */
    int change(Database database, String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.connect()) {
            return client(connection).sql(sql).params(parameters).update();
        }
    }

    /** Brings pieces of this cell's SKU over the goods service, as the shop does. */
    void restock(int pieces) {
        Http.to(stage.system().site().goodsService())
                .post()
                .uri("/skus/{id}/restock", sku())
                .body(Map.of("quantity", pieces))
                .retrieve()
                .toBodilessEntity();
    }

    /** Keeps the rows that a query finds from everybody else meanwhile. */
    void whileLocked(Database database, String query, Object parameter, Runnable action) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            if (client(connection)
                    .sql(query + " FOR UPDATE")
                    .param(parameter)
                    .query()
                    .listOfRows()
                    .isEmpty()) {
                throw new NotExercisedException("There is no row to lock: " + query);
            }
            action.run();
        }
    }

    Tap tap(Edge edge) {
        return stage.edges().tap(edge);
    }

    /** Starts a part that the system does not have by itself; it ends with the trial. */
    void startExtra(String part) {
        stage.startExtra(part);
    }

    /** Starts a part again and waits until it can be used. */
    void start(String part) {
        stage.start(part);
    }

    /** Writes down how one knows that the fault landed. */
    synchronized void witness(String fact) {
        witnesses.add(fact);
    }

    /** Where this machine cannot have such a fault. */
    static NotExercisedException cannot(String why) {
        return new NotPossibleHereException(why);
    }

    /** What must be so in the end. */
    Ending ending() {
        return ending;
    }

    // For the runner

    /** To ask again beside the first question would place an order that the first one has not. */
    void awaitAnswers() {
        sent.forEach(this::awaitAnswer);
    }

    synchronized List<String> witnesses() {
        return List.copyOf(witnesses);
    }
}
