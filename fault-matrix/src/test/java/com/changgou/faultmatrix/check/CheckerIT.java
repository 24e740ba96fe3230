package com.changgou.faultmatrix.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.check.Samples.CommittedReads;
import com.changgou.faultmatrix.check.Samples.CommittedStock;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.faultmatrix.history.HistoryFile;
import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real system: orders in every mode leave nothing to find, and what is spoiled in its databases is found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerIT {

    private static final Duration SOON = Duration.ofSeconds(100);
    private static final int ORDERS = 30;

    private final List<CommittedStock> committed = new ArrayList<>();
    private LocalSystem system;
    private StateReader reader;
    private State initial;
    private History history;
    private List<Canary.Probe> canaries;

    @BeforeAll
    void orderSomething() throws IOException {
        Path root = Path.of(System.getProperty("changgou.root"));
        Path home = root.resolve("fault-matrix/target/checker-it");
        system = new LocalSystem(
                new Installation(root, home, Ports.free(23_000, 26_900), Map.of(), Map.of(), Topology.STANDARD),
                Progress.SILENT);
        system.reset();
        system.start();
        reader = StateReader.of(system);
        initial = reader.read();
        Path file = home.resolve("history.jsonl");
        Files.deleteIfExists(file);
        try (HistoryFile writer = new HistoryFile(file)) {
            HistoryClient client =
                    new HistoryClient(system.site().orderService(), Duration.ofSeconds(40), writer::append);
            for (int order = 0; order < ORDERS; order++) {
                client.place(request(order), Mode.values()[order % Mode.values().length]);
                lookAt(1 + order % 7);
            }
            client.resolve(History.read(file), SOON);
            canaries =
                    new Canary(client::place, "u10").run(reader.read().goods().skus(), SOON);
        }
        history = History.read(file);
        assertThat(new Quiescence(reader).await(SOON).open()).isEmpty();
    }

    /** Every tenth is of an unknown customer, every other tenth wants more than there is. */
    private static Request request(int order) {
        String user = order % 10 == 3 ? "nobody" : "u" + (1 + order % 9);
        int pieces = order % 10 == 7 ? 100_000 : 1 + order % 3;
        return new Request(user, List.of(new Line(1 + order % 7, pieces), new Line(20 + order % 5, 1)));
    }

    private void lookAt(long sku) {
        Instant from = Instant.now();
        int stock = new OrderApi(system.site().goodsService())
                .get("/skus/" + sku + "?isolation=committed")
                .body()
                .get("stock")
                .asInt();
        committed.add(new CommittedStock(from, Instant.now(), sku, stock));
    }

    @AfterAll
    void stop() {
        if (system != null) {
            system.discard();
        }
    }

    private Report check() {
        Samples samples = new Samples(
                List.of(),
                Optional.of(new CommittedReads(committed, List.of())),
                Optional.of(canaries),
                OptionalLong.empty(),
                Map.of(),
                Map.of(),
                OptionalLong.empty());
        return new Checker(samples, Allowance.ofUnknown(0)).check(history, initial, reader.read());
    }

    @Test
    void ordersInEveryModeLeaveNothingToFind() {
        Report report = check();
        assertThat(report.findings()).as("%s", report).isEmpty();
        assertThat(report.summary().fail()).isEqualTo(6);
        assertThat(report.summary().ok()).isEqualTo(ORDERS - 6 + Mode.values().length);
        assertThat(report.summary().points()).isPositive();
        assertThat(report.notJudged()).containsExactly(Invariant.I9);
        assertThat(committed).hasSize(ORDERS);
    }

    @Test
    void aPieceTooManyIsFound() throws SQLException {
        execute(system.goodsDatabase(), "UPDATE tb_sku SET stock = stock + 1 WHERE id = 40");
        assertThat(check().violated()).containsExactly(Invariant.I1);
        execute(system.goodsDatabase(), "UPDATE tb_sku SET stock = stock - 1 WHERE id = 40");
    }

    @Test
    void aStockJournalRowThatIsGoneIsFound() throws SQLException {
        State.StockEntry entry = reader.read().goods().journal().get(0);
        String key = "'" + entry.requestId() + "', " + entry.skuId();
        execute(system.goodsDatabase(), "DELETE FROM tb_stock_journal WHERE (request_id, sku_id) = (" + key + ")");
        Report report = check();
        execute(system.goodsDatabase(), "INSERT INTO tb_stock_journal VALUES (" + key + ", " + entry.quantity() + ")");
        assertThat(report.violated()).containsExactly(Invariant.I2);
        assertThat(report.toString()).contains(entry.requestId());
    }

    @Test
    void undoImagesOfNobodyAreFoundAndAreNoQuiescence() throws SQLException {
        execute(
                system.orderDatabase(),
                "INSERT INTO undo_log (branch_id, xid, context, rollback_info, log_status, log_created, log_modified)"
                        + " VALUES (1, '127.0.0.1:8091:1', '', '', 0, NOW(), NOW())");
        Report report = check();
        Quiescence.Result quiescence = new Quiescence(reader).await(Duration.ofSeconds(1));
        execute(system.orderDatabase(), "DELETE FROM undo_log WHERE xid = '127.0.0.1:8091:1'");
        assertThat(report.violated()).containsExactly(Invariant.I6);
        assertThat(quiescence.open()).containsExactly("undo images of 127.0.0.1:8091:1 in orders");
    }

    @Test
    void aBranchThatIsLeftPreparedIsFoundWithItsXid() throws SQLException {
        String xa = "'127.0.0.1:8091:2', '-3', 9752";
        execute(
                system.goodsDatabase(),
                "XA START " + xa,
                "UPDATE tb_sku SET name = 'prepared' WHERE id = 50",
                "XA END " + xa,
                "XA PREPARE " + xa);
        Report report = check();
        execute(system.goodsDatabase(), "XA ROLLBACK " + xa);
        assertThat(report.violated()).containsExactly(Invariant.I6);
        assertThat(report.toString()).contains("XID 127.0.0.1:8091:2: expected no prepared branch");
    }

    private static void execute(Database database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
