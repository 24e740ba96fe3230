package com.changgou.seata.server;

import static com.changgou.seata.server.Registrations.rm;
import static com.changgou.seata.server.Registrations.signed;
import static com.changgou.seata.server.Registrations.tm;
import static com.changgou.seata.server.SeataEnvironment.SECOND_SECRET;
import static com.changgou.seata.server.SeataEnvironment.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.seata.common.XID;
import io.seata.core.protocol.AbstractIdentifyResponse;
import io.seata.core.protocol.ProtocolConstants;
import io.seata.core.protocol.RpcMessage;
import io.seata.core.protocol.transaction.GlobalBeginRequest;
import io.seata.core.rpc.netty.NettyRemotingServer;
import io.seata.core.rpc.netty.v1.ProtocolV1Decoder;
import io.seata.core.rpc.netty.v1.ProtocolV1Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant: on the wire, too, upstream's server asks this project's check, and who is refused can begin nothing. */
class RegistrationTests {

    private static final String PORT = "server.servicePort";
    private static NettyRemotingServer server;

    @BeforeAll
    static void startUpstreamsServer() throws IOException {
        SeataEnvironment.install();
        LoopbackBinding.enable();
        System.setProperty(PORT, String.valueOf(freePort()));
        server =
                new NettyRemotingServer(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
        XID.setIpAddress("127.0.0.2");
        XID.setPort(server.getListenPort());
        server.init();
    }

    @AfterAll
    static void stopIt() {
        server.destroy();
        System.clearProperty(PORT);
    }

    @Test
    void takesBothSecretsInBothRoles() throws IOException {
        assertThat(registers(encoded(signed(SECRET, System.currentTimeMillis(), tm()))))
                .isTrue();
        assertThat(registers(encoded(signed(SECRET, System.currentTimeMillis(), rm()))))
                .isTrue();
        assertThat(registers(encoded(signed(SECOND_SECRET, System.currentTimeMillis(), tm()))))
                .isTrue();
        assertThat(registers(encoded(signed(SECOND_SECRET, System.currentTimeMillis(), rm()))))
                .isTrue();
    }

    @Test
    void refusesTheUnsignedInBothRoles() throws IOException {
        assertThat(registers(encoded(tm()))).isFalse();
        assertThat(registers(encoded(rm()))).isFalse();
    }

    @Test
    void refusesTheSameBytesOnASecondConnection() throws IOException {
        byte[] recorded = encoded(signed(SECRET, System.currentTimeMillis(), rm()));
        assertThat(registers(recorded)).isTrue();
        assertThat(registers(recorded)).isFalse();
    }

    @Test
    void whoIsRefusedCanBeginNothing() throws IOException {
        try (Socket client = connect()) {
            assertThat(registers(client, encoded(tm()))).isFalse();
            client.getOutputStream().write(encoded(new GlobalBeginRequest()));
            assertThat(client.getInputStream().read())
                    .as("end of the connection")
                    .isEqualTo(-1);
        }
    }

    private static boolean registers(byte[] registration) throws IOException {
        try (Socket client = connect()) {
            return registers(client, registration);
        }
    }

    private static boolean registers(Socket client, byte[] registration) throws IOException {
        client.getOutputStream().write(registration);
        EmbeddedChannel decoder = new EmbeddedChannel(new ProtocolV1Decoder());
        InputStream in = client.getInputStream();
        RpcMessage response = null;
        while (response == null) {
            int next = in.read();
            assertThat(next).as("the connection stays").isNotEqualTo(-1);
            decoder.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) next}));
            response = decoder.readInbound();
        }
        return ((AbstractIdentifyResponse) response.getBody()).isIdentified();
    }

    private static Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getListenPort());
        client.setSoTimeout(10_000);
        return client;
    }

    private static byte[] encoded(Object body) {
        RpcMessage message = new RpcMessage();
        message.setMessageType(ProtocolConstants.MSGTYPE_RESQUEST_SYNC);
        message.setCodec(ProtocolConstants.CONFIGURED_CODEC);
        message.setCompressor(ProtocolConstants.CONFIGURED_COMPRESSOR);
        message.setBody(body);
        EmbeddedChannel encoder = new EmbeddedChannel(new ProtocolV1Encoder());
        encoder.writeOutbound(message);
        ByteBuf buffer = encoder.readOutbound();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
