package com.changgou.seata.server;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Binds every Netty server socket of this JVM to loopback, or to {@code TC_BIND_ADDRESS} where whoever starts it asks for it.
 *
 * <p>Upstream binds the TC's port on all interfaces and has no setting for it (up to 2.5).
 * Netty offers this hook to whoever owns the JVM, so no class of upstream is replaced.
 */
public final class LoopbackBinding extends ChannelInitializerExtension {

    private static final String ADDRESS = System.getenv().getOrDefault("TC_BIND_ADDRESS", "127.0.0.1");

    static void enable() {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        channel.pipeline().addLast("loopback-binding", new BindToAddress());
    }

    private static final class BindToAddress extends ChannelOutboundHandlerAdapter {

        @Override
        public void bind(ChannelHandlerContext context, SocketAddress requested, ChannelPromise promise) {
            int port = ((InetSocketAddress) requested).getPort();
            context.bind(new InetSocketAddress(ADDRESS, port), promise);
        }
    }
}
