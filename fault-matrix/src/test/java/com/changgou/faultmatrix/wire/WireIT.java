package com.changgou.faultmatrix.wire;

import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.wire.TapLog.Entry;
import com.changgou.faultmatrix.wire.TapLog.Kind;
import com.changgou.faultmatrix.wire.TapLog.Passed;
import com.changgou.faultmatrix.wire.Trigger.Shot;
import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import com.changgou.proof.TcConsole.SeenMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariant: a real system with a tap on every edge works as one without, the taps see the messages that the TC sees, and a moment
 * of the protocol is hit exactly.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WireIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path HOME = ROOT.resolve("fault-matrix/target/wire");
    private static final String TC = "tc";

    /** Short enough to wait for. */
    private static final Map<String, String> TIMEOUTS = Map.of(
            "GLOBAL_TIMEOUT", "15000",
            "TM_REQUEST_TIMEOUT", "5000",
            "CLAIM_EXPIRY", "20s",
            "TC_RETRY_DEAD_THRESHOLD", "5000",
            "POINTS_SWEEP", "300ms");

    /** A limit, on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(100);

    private static Edges edges;
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        Ports ports = Ports.free(23_000, 26_900);
        edges = Edges.open(ports, Topology.STANDARD);
        system = new LocalSystem(
                new Installation(ROOT, HOME, ports, edges.settings(), TIMEOUTS, Topology.STANDARD), Progress.SILENT);
        system.reset();
        system.start();
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.discard();
        }
        if (edges != null) {
            edges.close();
        }
    }

    @AfterEach
    void heal() {
        edges.heal();
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource(names = {"AT", "XA"})
    void tapsSeeTheMessagesThatTheTcSees(Mode mode) throws SQLException {
        String key = UUID.randomUUID().toString();
        assertThat(place(key, 1, mode).status()).isEqualTo(201);
        String xid = xidOf(key);
        assertPlacedWhole(key);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<SeenMessage> atTheTc = system.tcConsole().traffic(xid);
            assertThat(atTheTc).extracting(SeenMessage::name).contains("GlobalCommitResponse");
            assertThat(atTheTc.stream().filter(seen -> seen.name().equals("BranchCommitResponse")))
                    .hasSize(2);
            for (String role : List.of("Global", "Branch")) {
                assertThat(onTheWire(Edge.ORDER_TO_TC, xid, role))
                        .as("%s of the order service", role)
                        .isNotEmpty()
                        .isEqualTo(byTheTc("order-service", atTheTc, role));
            }
            assertThat(onTheWire(Edge.GOODS_TO_TC, xid, ""))
                    .as("the goods service")
                    .isNotEmpty()
                    .isEqualTo(byTheTc("goods-service", atTheTc, ""));
        });
        assertThat(edges.log().forgotten()).isZero();
        assertThat(edges.log().entries(Kind.OTHER_PROTOCOL)).isEmpty();
    }

    @Order(2)
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TC_2")
    void everyEdgeGoesThroughItsTap(Edge edge) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(edges.tap(edge).bytesPassed(TO_TARGET)).isPositive();
            assertThat(edges.tap(edge).bytesPassed(TO_CLIENT)).isPositive();
        });
    }

    /** Cell 4: the decision is on the TC's disk, and nobody has heard of it. */
    @Order(3)
    @Test
    void anOrderStaysWhoseTcDiesBetweenTheDecisionAndTheAnswer() throws Exception {
        String key = UUID.randomUUID().toString();
        ProcessHandle killed = system.process(TC).orElseThrow();
        Trigger trigger = Trigger.when(TO_CLIENT, "GlobalCommitResponse").instead(() -> system.kill(TC));
        edges.tap(Edge.ORDER_TO_TC).arm(trigger);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> place(key, 2, Mode.AT));

        Shot shot = trigger.done().get(60, TimeUnit.SECONDS);
        assertThat(killed.isAlive()).isFalse();
        String xid = shot.frame().messages().get(0).xid();
        assertThat(edges.log().entries(Kind.DROPPED))
                .extracting(Entry::text)
                .contains("GlobalCommitResponse " + shot.frame().id() + " of " + xid + ": a trigger dropped it");
        assertThat(edges.log().of(String.valueOf(xid)))
                .extracting(seen -> seen.message().name())
                .contains("GlobalCommitRequest")
                .doesNotContain("GlobalCommitResponse");

        system.start(TC);
        assertThat(answer.join().status()).as("%s", answer.join()).isIn(201, 504);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(system.tcConsole().sessions()).isEmpty();
            assertThat(system.tcConsole().locks()).isEmpty();
        });
        assertPlacedWhole(key);
        assertThat(xidOf(key)).isEqualTo(xid);
    }

    private static Answer place(String key, long sku, Mode mode) {
        return new OrderApi(edges.orderService()).place(new Request("u1", List.of(new Line(sku, 1))), key, mode);
    }

    private static String xidOf(String key) throws SQLException {
        List<String> xids = column(system.orderDatabase(), "SELECT xid FROM tb_order WHERE request_id = ?", key);
        assertThat(xids).hasSize(1);
        return xids.get(0);
    }

    private static void assertPlacedWhole(String key) throws SQLException {
        assertThat(column(system.orderDatabase(), "SELECT quantity FROM tb_order_journal WHERE request_id = ?", key))
                .containsExactly("1");
        assertThat(column(system.goodsDatabase(), "SELECT quantity FROM tb_stock_journal WHERE request_id = ?", key))
                .containsExactly("1");
    }

    private static List<String> column(Database database, String sql, String key) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            List<String> values = new ArrayList<>();
            for (ResultSet rows = statement.executeQuery(); rows.next(); ) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** TM and RM have a connection each, and messages of two connections have no common order. */
    private static List<String> onTheWire(Edge edge, String xid, String role) {
        return edges.log().of(xid).stream()
                .filter(seen -> seen.entry().edge().equals(edge.toString()))
                .filter(seen -> seen.message().name().startsWith(role))
                .map(WireIT::text)
                .toList();
    }

    private static String text(Passed seen) {
        boolean received = seen.entry().direction() == TO_TARGET;
        return received + " " + seen.message().name() + " " + seen.message().id() + " "
                + seen.message().branchId();
    }

    private static List<String> byTheTc(String client, List<SeenMessage> messages, String role) {
        return messages.stream()
                .filter(seen -> seen.client().equals(client))
                .filter(seen -> seen.name().startsWith(role))
                .map(seen -> seen.received() + " " + seen.name() + " " + seen.id() + " " + seen.branchId())
                .toList();
    }
}
