package com.changgou.launcher.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant: the request is the one that curl would send, to the system that is meant. */
class CurlTests {

    private final StringWriter out = new StringWriter();
    private HttpServer server;
    private String seen;
    private final Set<Integer> connections = new HashSet<>();

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress().getPort());
            seen = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = "answer".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void getsAndPrintsTheBodyWhateverTheStatus() {
        assertThat(curl("-s", "http://127.0.0.1:8081/a%20b?c=d&e=%2F")).isZero();
        assertThat(seen).isEqualTo("GET /a%20b?c=d&e=%2F null ");
        assertThat(out).hasToString("answer\n");
    }

    @Test
    void postsWithABody() {
        curl("-s", "-H", "Content-Type: application/json", "http://127.0.0.1:8081/", "-d", "{\"a\":1}");
        assertThat(seen).isEqualTo("POST / application/json {\"a\":1}");
    }

    @Test
    void methodAndHeadersOnRequest() {
        curl("-i", "-X", "DELETE", "http://127.0.0.1:8081/");
        assertThat(seen).startsWith("DELETE");
        assertThat(out.toString()).startsWith("HTTP/1.1 503\n").endsWith("\n\nanswer\n");
    }

    @Test
    void eachCallHasAConnectionOfItsOwn() {
        curl("-s", "http://127.0.0.1:8081/");
        curl("-s", "http://127.0.0.1:8081/");
        assertThat(connections).hasSize(2);
    }

    @Test
    void whoDoesNotAnswerIsNamedWhereTheRestIsPrinted() {
        server.stop(0);
        assertThat(curl("-s", "http://127.0.0.1:8081/")).isEqualTo(7);
        assertThat(out.toString()).startsWith("curl: java.net.ConnectException");
    }

    @Test
    void otherPortsAndHostsAreNoPartOfTheSystem() {
        assertThat(curl("http://127.0.0.1:80/")).isEqualTo(7);
        assertThat(curl("http://example.org:8081/")).isEqualTo(7);
        assertThat(seen).isNull();
    }

    @Test
    void unknownOptionIsAnError() {
        assertThat(curl("--compressed", "http://127.0.0.1:8081/")).isEqualTo(2);
    }

    private int curl(String... arguments) {
        return Curl.program(Map.of(8081, server.getAddress().getPort()))
                .run(new PrintWriter(out, true), List.of(arguments));
    }
}
