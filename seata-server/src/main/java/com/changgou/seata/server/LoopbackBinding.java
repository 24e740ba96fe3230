package com.changgou.seata.server;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Binds every Netty server socket of this JVM to loopback.
 *
 * <p>Upstream binds the TC's port on all interfaces and has no setting for it (up to 2.5), and it accepts any client.
 * Netty offers this hook to whoever owns the JVM, so no class of upstream is replaced.
 */
public final class LoopbackBinding extends ChannelInitializerExtension {

    static void enable() {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        channel.pipeline().addLast("loopback-binding", new BindToLoopback());
    }

    private static final class BindToLoopback extends ChannelOutboundHandlerAdapter {

        @Override
        public void bind(ChannelHandlerContext context, SocketAddress requested, ChannelPromise promise) {
            int port = ((InetSocketAddress) requested).getPort();
            context.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), promise);
        }
    }
}
