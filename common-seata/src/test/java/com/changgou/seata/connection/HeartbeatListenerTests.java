package com.changgou.seata.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant: the heartbeat stands once, between what notices the silence and Seata; a connection without the former has none. */
class HeartbeatListenerTests {

    private final HeartbeatListener listener = new HeartbeatListener(new SeataClients("group", List.of()));
    private final ChannelHandler seatas = new ChannelInboundHandlerAdapter();

    @Test
    void standsOnceBetweenTheIdleHandlerAndSeata() {
        ChannelHandler idle = new IdleStateHandler(15, 5, 0);
        EmbeddedChannel channel = new EmbeddedChannel(idle, seatas);

        listener.onChannelConnected(channel);
        listener.onChannelConnected(channel);

        List<ChannelHandler> handlers = handlers(channel);
        assertThat(handlers).hasSize(3).startsWith(idle).endsWith(seatas);
        assertThat(handlers.get(1)).isInstanceOf(TimelyHeartbeat.class);
    }

    @Test
    void connectionWithoutAnIdleHandlerIsLeftAlone() {
        EmbeddedChannel channel = new EmbeddedChannel(seatas);

        listener.onChannelConnected(channel);

        assertThat(handlers(channel)).containsExactly(seatas);
    }

    private static List<ChannelHandler> handlers(EmbeddedChannel channel) {
        return channel.pipeline().toMap().values().stream().toList();
    }
}
