package com.changgou.faultmatrix.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.history.Event.Ask;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.faultmatrix.history.History.Operation;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a small HTTP server that answers as it is told. */
class HistoryClientTests {

    private static final Request REQUEST = new Request("u1", List.of(new Line(3, 4), new Line(5, 1)));
    private static final String PLACED = "{\"orderId\":\"o1\",\"userId\":\"u1\",\"xid\":\"127.0.0.1:8091:1\"}";

    @TempDir
    private Path directory;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> xids = new ArrayList<>();
    private final List<History> seenByTheServer = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private HistoryFile file;

    @FunctionalInterface
    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/orders", this::answer);
        server.start();
        file = new HistoryFile(directory.resolve("history.jsonl"));
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.stop(0);
        file.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                + exchange.getRequestURI().getQuery());
        xids.add(exchange.getRequestHeaders().getFirst("TX_XID"));
        seenByTheServer.add(history());
        answers.remove().give(exchange);
    }

    private static Answer status(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static Answer problem(int status, String type) {
        return status(status, "{\"type\":\"urn:problem:" + type + "\",\"status\":" + status + "}");
    }

    /** The connection is closed without an answer. */
    private static Answer cut() {
        return HttpExchange::close;
    }

    private static Answer cutInTheMiddle() {
        return exchange -> {
            exchange.sendResponseHeaders(201, 1_000);
            exchange.getResponseBody().write(PLACED.substring(0, 20).getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    private Answer never() {
        return exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private HistoryClient client() {
        return client(Duration.ofSeconds(20));
    }

    private HistoryClient client(Duration timeout) {
        return new HistoryClient("http://127.0.0.1:" + server.getAddress().getPort(), timeout, file::append);
    }

    private History history() throws IOException {
        return History.read(directory.resolve("history.jsonl"));
    }

    private Operation only() throws IOException {
        assertThat(history().operations()).hasSize(1);
        return history().operations().values().iterator().next();
    }

    @Test
    void aRequestIsInTheFileBeforeItIsSentAndItsOutcomeAfterwards() throws IOException {
        answers.add(status(201, PLACED));
        client().place(REQUEST, Mode.TCC);
        History before = seenByTheServer.get(0);
        assertThat(before.events()).singleElement().isInstanceOfSatisfying(Invoke.class, invoke -> {
            assertThat(invoke.request()).isEqualTo(REQUEST);
            assertThat(invoke.mode()).isEqualTo("tcc");
            assertThat(keys).containsExactly(invoke.key() + " mode=tcc");
        });
        assertThat(only().isOk()).isTrue();
        assertThat(only().last()).isInstanceOfSatisfying(Ok.class, ok -> {
            assertThat(ok.orderId()).isEqualTo("o1");
            assertThat(ok.xid()).isEqualTo("127.0.0.1:8091:1");
            assertThat(ok.created()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "400, malformed-request",
        "404, unknown-sku",
        "409, insufficient-stock",
        "422, invalid-order",
        "500, internal-error",
        "503, goods-unavailable"
    })
    void whatTheApiCallsDefiniteIsARefusal(int status, String type) throws IOException {
        answers.add(problem(status, type));
        client().place(REQUEST, Mode.AT);
        assertThat(only().isFailed()).isTrue();
        assertThat(only().last()).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.status()).isEqualTo(status);
            assertThat(fail.reason()).isEqualTo("urn:problem:" + type);
        });
    }

    @Test
    void whatElseAClientSendsIsSentWithEachOrderOfItAlone() throws IOException {
        answers.add(status(201, PLACED));
        answers.add(status(201, PLACED));
        HistoryClient client = client();
        client.with(Map.of("TX_XID", "forged")).place(REQUEST, Mode.AT);
        client.place(REQUEST, Mode.AT);
        assertThat(xids).containsExactly("forged", null);
        assertThat(history().operations()).hasSize(2);
    }

    @Test
    void theApisOwnUnknownIsUnknown() throws IOException {
        answers.add(problem(504, "outcome-unknown"));
        client().place(REQUEST, Mode.AT);
        assertThat(only().isUnknown()).isTrue();
    }

    /** A gateway or a container can say 503, too. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"about:blank\"}", "{}", "", "<html>503</html>"})
    void aRefusalThatTheServiceHasNotGivenItselfIsUnknown(String body) throws IOException {
        answers.add(status(503, body));
        client().place(REQUEST, Mode.AT);
        assertThat(only().isUnknown()).isTrue();
    }

    @Test
    void anOkWithoutAnOrderIsUnknown() throws IOException {
        answers.add(status(200, "{}"));
        client().place(REQUEST, Mode.AT);
        assertThat(only().isUnknown()).isTrue();
    }

    @Test
    void aConnectionThatIsCutIsUnknown() throws IOException {
        answers.add(cut());
        answers.add(cutInTheMiddle());
        client().place(REQUEST, Mode.AT);
        client().place(REQUEST, Mode.AT);
        assertThat(history().operations()).hasSize(2);
        assertThat(history().operations().values()).allMatch(Operation::isUnknown);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsUnknown() throws IOException {
        answers.add(never());
        client(Duration.ofMillis(300)).place(REQUEST, Mode.AT);
        assertThat(only().isUnknown()).isTrue();
        assertThat(only().last()).isInstanceOf(Unknown.class);
    }

    @Test
    void whereNobodyListensNothingWasSentSoItIsARefusal() throws IOException {
        server.stop(0);
        client().place(REQUEST, Mode.AT);
        assertThat(only().isFailed()).isTrue();
        assertThat(keys).isEmpty();
    }

    @Test
    void theUnknownIsAskedForWithItsKeyUntilItIsKnownAndBothAreKept() throws IOException {
        answers.add(cut());
        answers.add(problem(503, "database-unavailable"));
        answers.add(problem(500, "internal-error"));
        answers.add(problem(504, "outcome-unknown"));
        answers.add(status(200, PLACED));
        HistoryClient client = client();
        client.place(REQUEST, Mode.XA);
        client.resolve(history(), Duration.ofSeconds(20));
        assertThat(keys).hasSize(5).containsOnly(only().key() + " mode=xa");
        assertThat(only().wasUnknown()).isTrue();
        assertThat(only().isOk()).isTrue();
        assertThat(only().tookEffectUnknown()).isTrue();
        assertThat(history().events().stream().filter(Ask.class::isInstance)).hasSize(4);
    }

    @Test
    void anOrderThatTheAskingItselfPlacedIsNoneThatTookEffect() throws IOException {
        answers.add(cut());
        answers.add(status(201, PLACED));
        HistoryClient client = client();
        client.place(REQUEST, Mode.AT);
        client.resolve(history(), Duration.ofSeconds(20));
        assertThat(only().isOk()).isTrue();
        assertThat(only().tookEffectUnknown()).isFalse();
    }

    @Test
    void theUnknownThatIsRefusedInANewAttemptHadPlacedNothing() throws IOException {
        answers.add(cut());
        answers.add(problem(409, "insufficient-stock"));
        HistoryClient client = client();
        client.place(REQUEST, Mode.AT);
        client.resolve(history(), Duration.ofSeconds(20));
        assertThat(only().isFailed()).isTrue();
        assertThat(only().wasUnknown()).isTrue();
    }

    /** Nobody took the connection this time; the first time somebody did. */
    @Test
    void askingWhereNobodyListensTellsNothing() throws IOException {
        answers.add(cut());
        HistoryClient client = client();
        client.place(REQUEST, Mode.AT);
        server.stop(0);
        client.resolve(history(), Duration.ofMillis(500));
        assertThat(only().isUnknown()).isTrue();
    }

    @Test
    void whoIsKnownIsNotAskedFor() throws IOException {
        answers.add(status(201, PLACED));
        answers.add(problem(409, "insufficient-stock"));
        HistoryClient client = client();
        client.place(REQUEST, Mode.AT);
        client.place(REQUEST, Mode.AT);
        assertThat(client.resolve(history(), Duration.ofSeconds(20))).isEmpty();
        assertThat(keys).hasSize(2);
    }
}
