package com.changgou.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.ServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** Invariant: a gRPC server that asks for a port only, as Nacos' Raft does, gets loopback and nothing else. */
class BoundServerProviderTests {

    @Test
    void serverWithoutAnAddressListensOnLoopback() throws IOException {
        Server server = ServerBuilder.forPort(0).build().start();
        try {
            assertThat(server.getListenSockets()).isNotEmpty().allMatch(BoundServerProviderTests::isLoopback);
        } finally {
            server.shutdownNow();
        }
    }

    private static boolean isLoopback(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress().isLoopbackAddress();
    }
}
