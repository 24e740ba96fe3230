package com.changgou.seata.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Invariant: a TC is there when somebody keeps the connection, as nobody does for a TC that is gone. */
class KnockTests {

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    KnockTests() throws IOException {}

    @Test
    void whoKeepsTheConnectionIsThere() throws IOException {
        try (server) {
            assertThat(Knock.isAnswered(address())).isTrue();
        }
    }

    @Test
    void nobodyIsNotThere() throws IOException {
        server.close();

        assertThat(Knock.isAnswered(address())).isFalse();
        assertThat(Knock.isAnswered(InetSocketAddress.createUnresolved("tc.invalid", 8091)))
                .isFalse();
    }

    @Test
    void proxyWithoutATcIsNotThere() throws IOException {
        try (server) {
            CompletableFuture.runAsync(this::closeTheNext);

            assertThat(Knock.isAnswered(address())).isFalse();
        }
    }

    private void closeTheNext() {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }
}
