package com.changgou.it;

import static com.changgou.it.RecordedTransactions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.changgou.proof.Evidence;
import com.changgou.proof.FaultSwitch.Fault;
import com.changgou.proof.Judge;
import com.changgou.proof.Mode;
import com.changgou.proof.ObservationException;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import com.changgou.proof.Proof;
import com.changgou.proof.Proof.Verdict;
import com.changgou.proof.ProofPrinter;
import com.changgou.proof.TcConsole.SeenMessage;
import com.changgou.proof.Witness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Invariant: what the services and the TC record of a transaction is what passed, no more and no less, in the order in which it
 * passed; and whoever holds one transaction holds no other.
 */
class RecordingIT {

    private static LocalProcessSystem system;
    private static RecordedTransactions recorded;

    @BeforeAll
    static void start() {
        system = LocalProcessSystem.startFresh("recording", Map.of());
        recorded = new RecordedTransactions(system);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @AfterEach
    void clear() {
        system.faults().clear();
    }

    @ParameterizedTest
    @CsvSource({"AT, 201", "AT, 500", "TCC, 201", "XA, 201"})
    void bothEndsSawTheSameMessages(Mode mode, int status) {
        String xid = placed(mode, status);

        for (String client : List.of("order-service", "goods-service")) {
            for (String side : List.of("tm", "rm")) {
                List<String> atTheClient = recorded.entries(client, xid)
                        .filter(entry -> text(entry, "kind").equals("message"))
                        .filter(entry -> text(entry, "side").equals(side))
                        .map(RecordedTransactions::message)
                        .toList();
                assertThat(recorded.traffic(xid)
                                .filter(message -> client.equals(message.client()))
                                .filter(message -> side.equals(message.side()))
                                .map(RecordedTransactions::message))
                        .as("%s of %s", side, client)
                        .containsExactlyElementsOf(atTheClient);
            }
        }
        assertThat(recorded.traffic(xid).map(SeenMessage::name))
                .startsWith("GlobalBeginRequest", "GlobalBeginResponse", "BranchRegisterRequest");
    }

    /** What the TC has received it writes to its log. A begin's line has no XID yet, its answer's has. */
    @ParameterizedTest
    @CsvSource({"AT, 201", "AT, 500", "TCC, 201", "XA, 201"})
    void theTcsOwnLogSaysTheSame(Mode mode, int status) {
        String xid = placed(mode, status);
        List<String> seen = recorded.traffic(xid)
                .filter(SeenMessage::received)
                .map(SeenMessage::name)
                .toList();

        // The TC writes its log a little later.
        await().untilAsserted(
                        () -> assertThat(recorded.receivedByTheTcsLog(xid)).isEqualTo(seen));
    }

    @Test
    void statementsOfAnAtOrder() {
        String xid = placed(Mode.AT, 201);

        await().untilAsserted(() -> assertThat(
                        recorded.statements("goods-service", xid, "undo", "business", "transaction"))
                .containsSubsequence(
                        "SET autocommit=0", "UPDATE tb_sku", "INSERT undo_log", "COMMIT", "DELETE undo_log"));
        await().untilAsserted(() -> assertThat(
                        recorded.statements("order-service", xid, "undo", "business", "transaction"))
                .containsSubsequence(
                        "SET autocommit=0", "INSERT tb_order", "INSERT undo_log", "COMMIT", "DELETE undo_log"));
        assertThat(recorded.statements("goods-service", xid, "image"))
                .contains("SELECT tb_sku FOR UPDATE", "SELECT tb_sku");
        assertThat(recorded.entries("goods-service", xid)
                        .filter(entry -> text(entry, "name").equals("INSERT undo_log"))
                        .map(entry -> text(entry, "text")))
                .singleElement()
                .asString()
                .contains(xid, "beforeImage", "tb_sku");
        assertThat(recorded.entries("order-service", xid)
                        .filter(entry -> text(entry, "kind").equals("http"))
                        .map(entry -> text(entry, "side") + " " + text(entry, "name")))
                .containsExactly("server POST /orders", "client POST /stock/deductions", "client 200", "server 201");
    }

    @Test
    void statementsOfAnAtRollback() {
        String xid = placed(Mode.AT, 500);

        assertThat(recorded.statements("goods-service", xid, "undo", "business", "transaction"))
                .containsSubsequence(
                        "UPDATE tb_sku", "INSERT undo_log", "COMMIT", "UPDATE tb_sku", "DELETE undo_log", "COMMIT");
        assertThat(recorded.entries("order-service", xid)
                        .filter(entry -> text(entry, "kind").equals("fault"))
                        .map(entry -> text(entry, "name")))
                .containsExactly("order.after-insert");
    }

    @Test
    void statementsOfAnXaOrder() {
        String xid = placed(Mode.XA, 201);

        for (String service : List.of("order-service", "goods-service")) {
            assertThat(recorded.statements(service, xid, "transaction"))
                    .containsExactly("XA START", "XA END", "XA PREPARE", "XA COMMIT");
        }
        assertThat(recorded.entries("goods-service", xid)
                        .filter(entry -> text(entry, "name").equals("XA PREPARE"))
                        .map(entry -> text(entry, "text")))
                .singleElement()
                .asString()
                .startsWith("XA PREPARE '" + xid + "','-");
    }

    @Test
    void statementsOfATccOrder() {
        String xid = placed(Mode.TCC, 201);

        assertThat(recorded.statements("goods-service", xid, "fence", "business", "transaction"))
                .containsSubsequence(
                        "INSERT tcc_fence_log",
                        "UPDATE tb_sku",
                        "COMMIT",
                        "UPDATE tcc_fence_log",
                        "UPDATE tb_sku",
                        "COMMIT");
    }

    /** Step by step, by holds for this transaction only: meanwhile others are placed. */
    @ParameterizedTest
    @CsvSource({
        "AT,  201, order.after-decision goods.before-phase-two order.before-phase-two",
        "AT,  500, order.before-phase-two goods.before-phase-two order.after-decision",
        "TCC, 201, goods.before-phase-two order.before-phase-two order.after-decision",
        "XA,  201, goods.before-phase-two order.before-phase-two order.after-decision"
    })
    void oneTransactionIsHeldAtEachPoint(Mode mode, int status, String phaseTwo) {
        List<String> points = Stream.concat(
                        Stream.of("goods.branch-registered", "order.branch-registered"), Stream.of(phaseTwo.split(" ")))
                .toList();
        String key = UUID.randomUUID().toString();
        system.faults().arm(new Fault(Witness.BEGUN, "hold", 1, 0, null, key));
        CompletableFuture<Answer> order =
                CompletableFuture.supplyAsync(() -> system.orders().place(request(1), key, mode));
        String xid = holding(Witness.BEGUN);
        points.forEach(point -> system.faults().arm(new Fault(point, "hold", 1, 0, xid, null)));
        if (status == 500) {
            system.faults().arm(new Fault("order.after-insert", "throw", 1, 0, xid, null));
        }
        system.faults().release(Witness.BEGUN);

        for (String point : points) {
            assertThat(holding(point)).isEqualTo(xid);
            assertThat(system.orders().place(request(2), null, mode).status())
                    .as("an order that nobody holds")
                    .isEqualTo(201);
            system.faults().release(point);
        }

        assertThat(order.join().status()).isEqualTo(status);
        assertThat(Stream.of("order-service", "goods-service")
                        .flatMap(service -> recorded.entries(service, xid))
                        .filter(entry -> text(entry, "kind").equals("pause"))
                        .map(entry -> text(entry, "name")))
                .containsAll(points)
                .contains(Witness.BEGUN);
    }

    /** 16 s: longer than the call to the goods service may take, and than the global transaction may. */
    @Test
    void whoIsHeldOrWitnessedDoesNotTimeOut() {
        String key = UUID.randomUUID().toString();
        system.faults().arm(new Fault(Witness.BEGUN, "hold", 1, 0, null, key));
        CompletableFuture<Answer> order =
                CompletableFuture.supplyAsync(() -> system.orders().place(request(1), key, Mode.AT));
        String xid = holding(Witness.BEGUN);
        system.faults().arm(new Fault("goods.after-commit", "hold", 1, 0, xid, null));
        system.faults().arm(new Fault("order.after-insert", "hold", 1, 0, xid, null));
        system.faults().release(Witness.BEGUN, xid);

        assertThat(holding("goods.after-commit")).isEqualTo(xid);
        system.faults().arm("order.before-commit", "delay", 1, 16_000);
        CompletableFuture<Evidence> witnessed = CompletableFuture.supplyAsync(
                () -> new Witness(system.system().site()).placeCommitting(request(2), Mode.AT));
        await().pollDelay(Duration.ofSeconds(16))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(order).isNotDone());
        system.faults().release("goods.after-commit", xid);
        await().until(() -> system.faults().holding("order.after-insert").contains(xid));
        system.faults().release("order.after-insert", xid);

        assertThat(order.join().status()).isEqualTo(201);
        Proof proof = Judge.judge(witnessed.join());
        assertThat(proof.verdict()).as(() -> ProofPrinter.print(proof)).isEqualTo(Verdict.COMMITTED);
    }

    /** Also no order goes on its way for a fault that cannot be: the stock is as it was. */
    @Test
    void whatFailsInPhaseTwoIsDoneAgainAndWhatNeverFailsProvesNothing() throws SQLException {
        Witness witness = new Witness(system.system().site());
        String point = "order.phase-two-reply-lost";

        assertThat(Judge.judge(witness.placeFailing(request(3), Mode.TCC, point))
                        .verdict())
                .isEqualTo(Verdict.COMMITTED);
        assertThatThrownBy(() -> witness.placeFailing(request(3), Mode.AT, point))
                .isInstanceOf(ObservationException.class)
                .hasMessageContaining("never came to " + point);
        Invariants databases = new Invariants(system);
        long stock = databases.stock(3);
        assertThatThrownBy(() -> witness.placeFailing(request(3), Mode.AT, "order.after-decision"))
                .isInstanceOf(ObservationException.class)
                .hasMessageContaining("inside Seata");
        assertThat(databases.stock(3)).isEqualTo(stock);
        assertThat(system.faults().states())
                .allSatisfy(state -> assertThat(state.armed()).isEmpty());
    }

    private static Request request(long sku) {
        return new Request("u1", List.of(new Line(sku, 2)));
    }

    /** Waits until both branches have done phase two. */
    private static String placed(Mode mode, int status) {
        if (status == 500) {
            system.faults().arm("order.after-insert", "throw");
        }
        String key = UUID.randomUUID().toString();
        assertThat(system.orders().place(request(1), key, mode).status()).isEqualTo(status);
        String xid = recorded.xid(key);
        await().until(() -> recorded.traffic(xid)
                        .filter(message -> message.name().matches("Branch(Commit|Rollback)Response"))
                        .count()
                == 2);
        return xid;
    }

    private static String holding(String point) {
        return await().until(() -> system.faults().holding(point), holding -> holding.size() == 1)
                .get(0);
    }
}
