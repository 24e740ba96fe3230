package com.changgou.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: what comes after it finds the transaction held, or never begins. */
class HeldCommandTests {

    private static final int WRONG = 2;

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private volatile String holding = "";
    private HttpServer orders;
    private HttpServer goods;

    @BeforeEach
    void listen() throws IOException {
        orders = serve(() ->
                "[{\"point\":\"order.after-insert\",\"mayThrow\":true,\"armed\":[],\"holding\":[" + holding + "]}]");
        goods = serve(() -> "[]");
    }

    @AfterEach
    void stop() {
        orders.stop(0);
        goods.stop(0);
    }

    @Test
    void waitsUntilATransactionIsHeldAndPrintsItsXid() {
        CompletableFuture<Integer> held =
                CompletableFuture.supplyAsync(() -> held("order.after-insert", "--within=20"));
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> !held.isDone());

        holding = "\"127.0.0.1:8091:7\"";

        assertThat(held).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0);
        assertThat(out).hasToString("127.0.0.1:8091:7\n");
    }

    @Test
    void nothingHeldInTimeIsAnError() {
        assertThat(held("order.after-insert", "--within=1")).isEqualTo(WRONG);
        assertThat(out.toString()).startsWith("demo: Nothing was held at order.after-insert within 1 s.");
    }

    @Test
    void pointThatDoesNotExistIsAnErrorAtOnce() {
        assertThat(CompletableFuture.supplyAsync(() -> held("order.elsewhere")))
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo(WRONG);
    }

    @Test
    void systemThatDoesNotAnswerIsAnError() {
        orders.stop(0);
        assertThat(held("order.after-insert")).isEqualTo(WRONG);
    }

    private int held(String... arguments) {
        return Demo.execute(
                new PrintWriter(out, true),
                Stream.concat(
                                Stream.of(
                                        "held",
                                        "--home=" + home,
                                        "--order-port=" + orders.getAddress().getPort(),
                                        "--goods-port=" + goods.getAddress().getPort()),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static HttpServer serve(Supplier<String> states) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/faults", exchange -> {
            byte[] answer = states.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }
}
