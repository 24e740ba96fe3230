package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Evidence;
import com.changgou.proof.FaultSwitch.Fault;
import com.changgou.proof.Judge;
import com.changgou.proof.Mode;
import com.changgou.proof.ObservationException;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import com.changgou.proof.Proof.Verdict;
import com.changgou.proof.TcConsole.SeenMessage;
import com.changgou.proof.Witness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/**
 * Invariant: what the services and the TC record of a transaction is what passed, no more and no less, in the order in which it
 * passed; and whoever holds one transaction holds no other.
 */
class RecordingIT {

    private static final String FIRST = "order.before-goods-call";

    private static LocalProcessSystem system;

    @BeforeAll
    static void start() {
        system = LocalProcessSystem.startFresh("recording", Map.of());
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
                List<String> atTheClient = entries(client, xid)
                        .filter(entry -> text(entry, "kind").equals("message"))
                        .filter(entry -> text(entry, "side").equals(side))
                        .map(RecordingIT::message)
                        .toList();
                assertThat(traffic(xid)
                                .filter(message -> client.equals(message.client()))
                                .filter(message -> side.equals(message.side()))
                                .map(RecordingIT::message))
                        .as("%s of %s", side, client)
                        .containsExactlyElementsOf(atTheClient);
            }
        }
        assertThat(traffic(xid).map(SeenMessage::name))
                .startsWith("GlobalBeginRequest", "GlobalBeginResponse", "BranchRegisterRequest");
    }

    /** What the TC has received it writes to its log. A begin's line has no XID yet, its answer's has. */
    @ParameterizedTest
    @CsvSource({"AT, 201", "AT, 500", "TCC, 201", "XA, 201"})
    void theTcsOwnLogSaysTheSame(Mode mode, int status) {
        String xid = placed(mode, status);
        List<String> recorded = traffic(xid)
                .filter(SeenMessage::received)
                .map(SeenMessage::name)
                .toList();

        // The TC writes its log a little later.
        await().untilAsserted(() -> assertThat(receivedByTheTcsLog(xid)).isEqualTo(recorded));
    }

    @Test
    void statementsOfAnAtOrder() {
        String xid = placed(Mode.AT, 201);

        await().untilAsserted(() -> assertThat(statements("goods-service", xid, "undo", "business", "transaction"))
                .containsSubsequence(
                        "SET autocommit=0", "UPDATE tb_sku", "INSERT undo_log", "COMMIT", "DELETE undo_log"));
        await().untilAsserted(() -> assertThat(statements("order-service", xid, "undo", "business", "transaction"))
                .containsSubsequence(
                        "SET autocommit=0", "INSERT tb_order", "INSERT undo_log", "COMMIT", "DELETE undo_log"));
        assertThat(statements("goods-service", xid, "image")).contains("SELECT tb_sku FOR UPDATE", "SELECT tb_sku");
        assertThat(entries("goods-service", xid)
                        .filter(entry -> text(entry, "name").equals("INSERT undo_log"))
                        .map(entry -> text(entry, "text")))
                .singleElement()
                .asString()
                .contains(xid, "beforeImage", "tb_sku");
        assertThat(entries("order-service", xid)
                        .filter(entry -> text(entry, "kind").equals("http"))
                        .map(entry -> text(entry, "side") + " " + text(entry, "name")))
                .containsExactly("server POST /orders", "client POST /stock/deductions", "client 200", "server 201");
    }

    @Test
    void statementsOfAnAtRollback() {
        String xid = placed(Mode.AT, 500);

        assertThat(statements("goods-service", xid, "undo", "business", "transaction"))
                .containsSubsequence(
                        "UPDATE tb_sku", "INSERT undo_log", "COMMIT", "UPDATE tb_sku", "DELETE undo_log", "COMMIT");
        assertThat(entries("order-service", xid)
                        .filter(entry -> text(entry, "kind").equals("fault"))
                        .map(entry -> text(entry, "name")))
                .containsExactly("order.after-insert");
    }

    @Test
    void statementsOfAnXaOrder() {
        String xid = placed(Mode.XA, 201);

        for (String service : List.of("order-service", "goods-service")) {
            assertThat(statements(service, xid, "transaction"))
                    .containsExactly("XA START", "XA END", "XA PREPARE", "XA COMMIT");
        }
        assertThat(entries("goods-service", xid)
                        .filter(entry -> text(entry, "name").equals("XA PREPARE"))
                        .map(entry -> text(entry, "text")))
                .singleElement()
                .asString()
                .startsWith("XA PREPARE '" + xid + "','-");
    }

    @Test
    void statementsOfATccOrder() {
        String xid = placed(Mode.TCC, 201);

        assertThat(statements("goods-service", xid, "fence", "business", "transaction"))
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
        system.faults().arm(new Fault(FIRST, "hold", 1, 0, null, key));
        CompletableFuture<Answer> order =
                CompletableFuture.supplyAsync(() -> system.orders().place(request(1), key, mode));
        String xid = holding(FIRST);
        points.forEach(point -> system.faults().arm(new Fault(point, "hold", 1, 0, xid, null)));
        if (status == 500) {
            system.faults().arm(new Fault("order.after-insert", "throw", 1, 0, xid, null));
        }
        system.faults().release(FIRST);

        for (String point : points) {
            assertThat(holding(point)).isEqualTo(xid);
            assertThat(system.orders().place(request(2), null, mode).status())
                    .as("an order that nobody holds")
                    .isEqualTo(201);
            system.faults().release(point);
        }

        assertThat(order.join().status()).isEqualTo(status);
        assertThat(Stream.of("order-service", "goods-service")
                        .flatMap(service -> entries(service, xid))
                        .filter(entry -> text(entry, "kind").equals("pause"))
                        .map(entry -> text(entry, "name")))
                .containsAll(points)
                .contains(FIRST);
    }

    /** 16 s: longer than the call to the goods service may take, and than the global transaction may. */
    @Test
    void whoIsHeldOrWitnessedDoesNotTimeOut() {
        String key = UUID.randomUUID().toString();
        system.faults().arm(new Fault(FIRST, "hold", 1, 0, null, key));
        CompletableFuture<Answer> order =
                CompletableFuture.supplyAsync(() -> system.orders().place(request(1), key, Mode.AT));
        String xid = holding(FIRST);
        system.faults().arm(new Fault("goods.after-commit", "hold", 1, 0, xid, null));
        system.faults().arm(new Fault("order.after-insert", "hold", 1, 0, xid, null));
        system.faults().release(FIRST);

        assertThat(holding("goods.after-commit")).isEqualTo(xid);
        system.faults().arm("order.before-commit", "delay", 1, 16_000);
        CompletableFuture<Evidence> witnessed = CompletableFuture.supplyAsync(
                () -> new Witness(system.system().site()).placeCommitting(request(2), Mode.AT));
        await().pollDelay(Duration.ofSeconds(16))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(order).isNotDone());
        system.faults().release("goods.after-commit");
        assertThat(holding("order.after-insert")).isEqualTo(xid);
        system.faults().release("order.after-insert");

        assertThat(order.join().status()).isEqualTo(201);
        assertThat(Judge.judge(witnessed.join()).verdict()).isEqualTo(Verdict.COMMITTED);
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
        String xid = xid(key);
        await().until(() -> traffic(xid)
                        .filter(message -> message.name().matches("Branch(Commit|Rollback)Response"))
                        .count()
                == 2);
        return xid;
    }

    private static String xid(String key) {
        JsonNode known = orderService().get().uri("/recorded").retrieve().body(JsonNode.class);
        return known.values().stream()
                .map(transaction -> text(transaction, "xid"))
                .filter(xid -> entries("order-service", xid)
                        .anyMatch(entry -> text(entry.path("details"), "key").equals(key)))
                .findFirst()
                .orElseThrow();
    }

    private static String message(JsonNode entry) {
        Map<String, String> details = new TreeMap<>();
        entry.path("details").forEachEntry((name, value) -> details.put(name, value.asString()));
        return text(entry, "name") + " " + text(entry, "id") + " of " + text(entry, "branchId") + " " + details;
    }

    private static String message(SeenMessage message) {
        String branch = message.branchId() == null ? "" : message.branchId();
        return message.name() + " " + message.id() + " of " + branch + " " + new TreeMap<>(message.details());
    }

    private static List<String> receivedByTheTcsLog(String xid) {
        return Pattern.compile(
                        "(?:receive msg\\[\\w+]: (?<request>\\w+)|result msg\\[\\w+]: (?<begun>GlobalBegin)Response)"
                                + "\\{.*xid='?" + Pattern.quote(xid) + "\\b")
                .matcher(system.log(Part.TC))
                .results()
                .map(line -> line.group(1) == null ? line.group(2) + "Request" : line.group(1))
                .toList();
    }

    private static List<String> statements(String service, String xid, String... roles) {
        return entries(service, xid)
                .filter(entry -> List.of(roles).contains(text(entry.path("details"), "role")))
                .map(entry -> text(entry, "name"))
                .toList();
    }

    private static String holding(String point) {
        return await().until(() -> system.faults().holding(point), holding -> holding.size() == 1)
                .get(0);
    }

    private static Stream<JsonNode> entries(String service, String xid) {
        return (service.equals("order-service") ? orderService() : goodsService())
                .get().uri("/recorded/{xid}", xid).retrieve().body(JsonNode.class).path("entries").values().stream();
    }

    private static Stream<SeenMessage> traffic(String xid) {
        return system.system().tcConsole().traffic(xid).stream();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static RestClient orderService() {
        return RestClient.create(system.system().site().orderService());
    }

    private static RestClient goodsService() {
        return RestClient.create(system.system().site().goodsService());
    }
}
