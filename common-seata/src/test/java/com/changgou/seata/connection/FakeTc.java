package com.changgou.seata.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.seata.core.protocol.AbstractIdentifyResponse;
import org.apache.seata.core.protocol.ProtocolConstants;
import org.apache.seata.core.protocol.RegisterRMRequest;
import org.apache.seata.core.protocol.RegisterRMResponse;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RegisterTMResponse;
import org.apache.seata.core.protocol.RpcMessage;
import org.apache.seata.core.rpc.netty.v1.ProtocolDecoderV1;
import org.apache.seata.core.rpc.netty.v1.ProtocolEncoderV1;

/** Listens like a TC, with Seata's own codec, and answers registrations. */
final class FakeTc implements AutoCloseable {

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Queue<String> registered = new ConcurrentLinkedQueue<>();
    private final boolean takes;

    private FakeTc(int port, boolean takes) {
        this.takes = takes;
        new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {

                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ProtocolDecoderV1(), new ProtocolEncoderV1(), new Registrar());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly();
    }

    static FakeTc at(int port) {
        return new FakeTc(port, true);
    }

    /** As one does whose secret is another. */
    static FakeTc refusingAt(int port) {
        return new FakeTc(port, false);
    }

    /** The roles that have asked to be registered, in that order. */
    Queue<String> registered() {
        return registered;
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Registrar extends SimpleChannelInboundHandler<RpcMessage> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, RpcMessage request) {
            AbstractIdentifyResponse answer;
            if (request.getBody() instanceof RegisterTMRequest) {
                registered.add("TM");
                answer = new RegisterTMResponse(takes);
            } else if (request.getBody() instanceof RegisterRMRequest) {
                registered.add("RM");
                answer = new RegisterRMResponse(takes);
            } else {
                return;
            }
            answer.setVersion("1.8.0");
            RpcMessage response = new RpcMessage();
            response.setId(request.getId());
            response.setCodec(request.getCodec());
            response.setCompressor(request.getCompressor());
            response.setMessageType(ProtocolConstants.MSGTYPE_RESPONSE);
            response.setBody(answer);
            context.writeAndFlush(response);
        }
    }
}
