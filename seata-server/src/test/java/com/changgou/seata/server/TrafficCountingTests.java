package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.seata.common.XID;
import io.seata.core.protocol.HeartbeatMessage;
import io.seata.core.protocol.ProtocolConstants;
import io.seata.core.protocol.RpcMessage;
import io.seata.core.rpc.netty.NettyServerBootstrap;
import io.seata.core.rpc.netty.NettyServerConfig;
import io.seata.core.rpc.netty.v1.ProtocolV1Encoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant: the counter sits where it sees messages, in the pipeline that upstream builds, and in no other. */
class TrafficCountingTests {

    @BeforeAll
    static void lookUpExtensionsAsTheServerDoes() {
        SeataEnvironment.install();
        LoopbackBinding.enable();
    }

    @Test
    void countsTheMessagesOfUpstreamsConnections() throws Exception {
        NettyServerBootstrap upstream = new NettyServerBootstrap(new NettyServerConfig());
        int port = freePort();
        XID.setIpAddress("127.0.0.2");
        XID.setPort(port);
        upstream.setListenPort(port);
        upstream.start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            long before = pings();
            client.getOutputStream().write(ping());
            client.getOutputStream().flush();
            await().until(() -> pings() == before + 1);
        } finally {
            upstream.shutdown();
        }
    }

    @Test
    void leavesOtherConnectionsAlone() {
        EmbeddedChannel other = new EmbeddedChannel();

        new TrafficCounting().postInitializeServerChildChannel(other);

        assertThat(other.pipeline().toMap()).isEmpty();
    }

    private static long pings() {
        return TrafficCounting.COUNTER.counts().getOrDefault("HeartbeatPing", 0L);
    }

    private static byte[] ping() {
        RpcMessage message = new RpcMessage();
        message.setMessageType(ProtocolConstants.MSGTYPE_HEARTBEAT_REQUEST);
        message.setCodec(ProtocolConstants.CONFIGURED_CODEC);
        message.setCompressor(ProtocolConstants.CONFIGURED_COMPRESSOR);
        message.setBody(HeartbeatMessage.PING);
        EmbeddedChannel encoder = new EmbeddedChannel(new ProtocolV1Encoder());
        encoder.writeOutbound(message);
        ByteBuf encoded = encoder.readOutbound();
        byte[] bytes = new byte[encoded.readableBytes()];
        encoded.readBytes(bytes);
        return bytes;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
