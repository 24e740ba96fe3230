package com.changgou.recording;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import org.apache.seata.core.rpc.netty.v1.ProtocolEncoderV1;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/** Puts a {@link MessageRecorder} into every connection of Seata's clients to the TC, between the codec and Seata. */
public final class MessageRecording extends ChannelInitializerExtension {

    @Override
    public void postInitializeClientChannel(Channel channel) {
        channel.pipeline().addLast(new BehindTheCodec());
    }

    /** Seata's own initializer is in front of this one, but runs only when the channel is registered. */
    private static final class BehindTheCodec extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            ChannelHandlerContext codec = channel.pipeline().context(ProtocolEncoderV1.class);
            if (codec != null) {
                channel.pipeline().addAfter(codec.name(), "recorder", new MessageRecorder(Recorder.PROCESS));
            }
        }
    }

    /** Netty asks for extensions only where this says so, and looks once, when the first connection is made. */
    static final class Switch implements EnvironmentPostProcessor {

        @Override
        public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
            System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        }
    }
}
