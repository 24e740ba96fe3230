package com.changgou.nacos;

import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerProvider;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;

/**
 * Opens gRPC servers on one address. Nacos' Raft port (HTTP port - 1000) asks for a port only, which means every interface,
 * and has no setting for it; gRPC offers this hook to whoever owns the JVM.
 */
public final class BoundServerProvider extends ServerProvider {

    static String address() {
        return System.getenv().getOrDefault("NACOS_BIND_ADDRESS", "127.0.0.1");
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    /** Above the provider that comes with gRPC. */
    @Override
    protected int priority() {
        return 10;
    }

    @Override
    protected ServerBuilder<?> builderForPort(int port) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(address(), port));
    }

    @Override
    protected NewServerBuilderResult newServerBuilderForPort(int port, ServerCredentials credentials) {
        return NewServerBuilderResult.serverBuilder(
                NettyServerBuilder.forAddress(new InetSocketAddress(address(), port), credentials));
    }
}
