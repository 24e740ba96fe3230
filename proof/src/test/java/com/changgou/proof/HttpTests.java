package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariant: a part that takes a request and never answers keeps nobody waiting for ever; none is sent on a connection that ends. */
class HttpTests {

    private static final byte[] NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    @Timeout(30)
    void whoNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Http.to("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(200))
                            .get()
                            .retrieve()
                            .toBodilessEntity())
                    .hasRootCauseInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    @Timeout(30)
    void connectionIsNotKeptUntilTomcatClosesItAfterTwentySeconds() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> asked =
                    CompletableFuture.runAsync(() -> Http.to("http://127.0.0.1:" + server.getLocalPort())
                            .post()
                            .retrieve()
                            .toBodilessEntity());
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(15_000);
                BufferedReader request = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(request.lines().takeWhile(line -> !line.isEmpty())).isNotEmpty();
                connection.getOutputStream().write(NO_CONTENT);
                asked.join();
                assertThat(request.read()).as("closed by the client").isEqualTo(-1);
            }
        }
    }
}
