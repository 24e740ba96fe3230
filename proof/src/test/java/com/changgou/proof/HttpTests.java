package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariant: a part that takes a request and never answers keeps nobody waiting for ever. */
class HttpTests {

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
}
