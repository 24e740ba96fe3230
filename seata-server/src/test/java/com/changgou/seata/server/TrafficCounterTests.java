package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.seata.core.protocol.AbstractMessage;
import io.seata.core.protocol.AbstractResultMessage;
import io.seata.core.protocol.BatchResultMessage;
import io.seata.core.protocol.HeartbeatMessage;
import io.seata.core.protocol.MergeResultMessage;
import io.seata.core.protocol.MergedWarpMessage;
import io.seata.core.protocol.RegisterTMRequest;
import io.seata.core.protocol.RpcMessage;
import io.seata.core.protocol.transaction.BranchCommitRequest;
import io.seata.core.protocol.transaction.BranchCommitResponse;
import io.seata.core.protocol.transaction.BranchRegisterRequest;
import io.seata.core.protocol.transaction.BranchRegisterResponse;
import io.seata.core.protocol.transaction.GlobalBeginRequest;
import io.seata.core.protocol.transaction.GlobalBeginResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Invariant: every message is counted once under its own name, and goes on unchanged. */
class TrafficCounterTests {

    private final TrafficCounter counter = new TrafficCounter(new TrafficRecorder(2, 10));
    private final EmbeddedChannel channel = new EmbeddedChannel(counter);

    @Test
    void countsWhatComesIn() {
        RpcMessage begin = message(new GlobalBeginRequest());

        channel.writeInbound(begin, message(new RegisterTMRequest()), message(new BranchCommitResponse()));

        assertThat(counter.counts())
                .isEqualTo(Map.of("GlobalBeginRequest", 1L, "RegisterTMRequest", 1L, "BranchCommitResponse", 1L));
        assertThat(channel.<RpcMessage>readInbound()).isSameAs(begin);
    }

    @Test
    void countsWhatGoesOut() {
        RpcMessage commit = message(new BranchCommitRequest());

        channel.writeOutbound(commit, message(new GlobalBeginResponse()));

        assertThat(counter.counts()).isEqualTo(Map.of("BranchCommitRequest", 1L, "GlobalBeginResponse", 1L));
        assertThat(channel.<RpcMessage>readOutbound()).isSameAs(commit);
    }

    @Test
    void countsEachPartOfAMergedMessageAndNotTheEnvelope() {
        MergedWarpMessage requests = new MergedWarpMessage();
        requests.msgs = List.<AbstractMessage>of(
                new BranchRegisterRequest(), new GlobalBeginRequest(), new BranchRegisterRequest());
        MergeResultMessage responses = new MergeResultMessage();
        responses.setMsgs(new AbstractResultMessage[] {new BranchRegisterResponse(), new BranchRegisterResponse()});
        BatchResultMessage batch = new BatchResultMessage();
        batch.setResultMessages(List.of(new BranchRegisterResponse(), new GlobalBeginResponse()));

        channel.writeInbound(message(requests));
        channel.writeOutbound(message(responses), message(batch));

        assertThat(counter.counts())
                .isEqualTo(Map.of(
                        "BranchRegisterRequest", 2L,
                        "GlobalBeginRequest", 1L,
                        "BranchRegisterResponse", 3L,
                        "GlobalBeginResponse", 1L));
    }

    @Test
    void heartbeatsHaveNamesOfTheirOwn() {
        channel.writeInbound(message(HeartbeatMessage.PING));
        channel.writeOutbound(message(HeartbeatMessage.PONG));

        assertThat(counter.counts()).isEqualTo(Map.of("HeartbeatPing", 1L, "HeartbeatPong", 1L));
    }

    @Test
    void countsAllConnectionsTogether() {
        channel.writeInbound(message(new GlobalBeginRequest()));
        new EmbeddedChannel(counter).writeInbound(message(new GlobalBeginRequest()));

        assertThat(counter.counts()).isEqualTo(Map.of("GlobalBeginRequest", 2L));
    }

    @Test
    void whatWasNotSentIsNotCounted() {
        channel.pipeline().addFirst(new BrokenConnection());

        assertThatThrownBy(() -> channel.writeOutbound(message(new BranchCommitRequest())))
                .hasMessage("broken");

        assertThat(counter.counts()).isEmpty();
    }

    /** The TC itself complains of it. */
    @Test
    void messageWithoutBodyGoesOnUncounted() {
        RpcMessage empty = message(null);

        channel.writeInbound(empty);

        assertThat(counter.counts()).isEmpty();
        assertThat(channel.<RpcMessage>readInbound()).isSameAs(empty);
    }

    private static RpcMessage message(Object body) {
        RpcMessage message = new RpcMessage();
        message.setBody(body);
        return message;
    }

    private static final class BrokenConnection extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            promise.setFailure(new IOException("broken"));
        }
    }
}
