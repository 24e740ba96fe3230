package com.changgou.seata.server;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.seata.core.rpc.netty.v1.ProtocolV1Encoder;

/**
 * Puts the {@link TrafficCounter} into every connection that speaks Seata's protocol, between the codec and the TC. Upstream
 * counts transactions (its metrics), and no messages.
 */
public final class TrafficCounting extends ChannelInitializerExtension {

    /** Netty makes this extension itself, and gives nobody a reference to it. */
    static final TrafficCounter COUNTER = new TrafficCounter(new TrafficRecorder(200, 2_000));

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addLast(new BehindTheCodec());
    }

    /** Upstream's own initializer is in front of this one, but runs only when the channel is registered. */
    private static final class BehindTheCodec extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            ChannelHandlerContext codec = channel.pipeline().context(ProtocolV1Encoder.class);
            if (codec != null) {
                channel.pipeline().addAfter(codec.name(), "traffic-counter", COUNTER);
            }
        }
    }
}
