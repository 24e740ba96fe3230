package com.changgou.faultmatrix.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.wire.HttpStandIn.Answer;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/** Invariant: the caller speaks to the stand-in as long as the tap is diverted, and to the service before and after it. */
class HttpStandInTests {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private Tap tap;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " "
                    + exchange.getRequestHeaders().getFirst("TX_XID"));
            exchange.getResponseHeaders().set("TX_BRANCHES", "AT");
            exchange.sendResponseHeaders(409, 2);
            exchange.getResponseBody().write("no".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        service.start();
        tap = Tap.ofBytes("edge", 0, service.getAddress().getPort(), new TapLog(100));
    }

    @AfterEach
    void stop() {
        tap.close();
        service.stop(0);
    }

    @Test
    void passesRequestsOnAndChangesAnswers() {
        try (HttpStandIn standIn = HttpStandIn.of(tap.targetPort())) {
            standIn.behave((call, goods) -> {
                goods.send(call.with("other").with("TX_XID", "y:1:2"));
                return goods.send(call).as(200);
            });
            tap.divert(standIn.port());

            ResponseEntity<String> answer = post();

            assertThat(answer.getStatusCode().value()).isEqualTo(200);
            assertThat(answer.getBody()).isEqualTo("no");
            assertThat(answer.getHeaders().getFirst("TX_BRANCHES")).isEqualTo("AT");
            assertThat(asked).containsExactly("POST /stock?a=b other y:1:2", "POST /stock?a=b body x:1:2");
            assertThat(standIn.answers()).isOne();
        }
    }

    @Test
    void standsInUntilTheTapIsHealed() {
        try (HttpStandIn standIn = HttpStandIn.of(tap.targetPort())) {
            standIn.behave((call, goods) -> new Answer(204, Map.of(), ""));
            assertThat(post().getStatusCode().value()).isEqualTo(409);

            tap.divert(standIn.port());
            assertThat(post().getStatusCode().value()).isEqualTo(204);

            tap.heal();
            assertThat(post().getStatusCode().value()).isEqualTo(409);
            assertThat(asked).hasSize(2);
        }
    }

    private ResponseEntity<String> post() {
        return RestClient.create("http://127.0.0.1:" + tap.port())
                .post()
                .uri("/stock?a=b")
                .header("TX_XID", "x:1:2")
                .body("body")
                .exchangeForRequiredValue((request, response) -> ResponseEntity.status(response.getStatusCode())
                        .headers(response.getHeaders())
                        .body(new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
    }
}
