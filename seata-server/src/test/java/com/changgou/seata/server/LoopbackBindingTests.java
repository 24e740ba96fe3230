package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Invariant: a server that asks for all interfaces, as upstream's does, gets loopback and nothing else. */
class LoopbackBindingTests {

    @Test
    void wildcardBecomesLoopback() throws InterruptedException {
        LoopbackBinding.enable();
        NioEventLoopGroup group = new NioEventLoopGroup(1);
        try {
            Channel channel = new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .localAddress(new InetSocketAddress(0))
                    .bind(0)
                    .sync()
                    .channel();
            InetSocketAddress bound = (InetSocketAddress) channel.localAddress();
            assertThat(bound.getAddress().isLoopbackAddress())
                    .as("bound to %s", bound)
                    .isTrue();
            assertThat(bound.getPort()).isPositive();
            channel.close().sync();
        } finally {
            group.shutdownGracefully();
        }
    }
}
