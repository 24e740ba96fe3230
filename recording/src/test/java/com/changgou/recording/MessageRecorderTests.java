package com.changgou.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.changgou.recording.Entry.Side;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.protocol.AbstractMessage;
import org.apache.seata.core.protocol.AbstractResultMessage;
import org.apache.seata.core.protocol.BatchResultMessage;
import org.apache.seata.core.protocol.HeartbeatMessage;
import org.apache.seata.core.protocol.MergeResultMessage;
import org.apache.seata.core.protocol.MergedWarpMessage;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RpcMessage;
import org.apache.seata.core.protocol.transaction.BranchCommitRequest;
import org.apache.seata.core.protocol.transaction.BranchCommitResponse;
import org.apache.seata.core.protocol.transaction.BranchRegisterRequest;
import org.apache.seata.core.protocol.transaction.BranchRegisterResponse;
import org.apache.seata.core.protocol.transaction.BranchReportRequest;
import org.apache.seata.core.protocol.transaction.BranchReportResponse;
import org.apache.seata.core.protocol.transaction.GlobalBeginRequest;
import org.apache.seata.core.protocol.transaction.GlobalBeginResponse;
import org.apache.seata.core.rpc.netty.v1.ProtocolEncoderV1;
import org.junit.jupiter.api.Test;

/** Invariant: every message of a transaction is recorded once under its XID, out of its envelope, and goes on unchanged. */
class MessageRecorderTests {

    private static final String XID = "127.0.0.2:8091:1";

    private final Recorder recorder = new Recorder(10, 100);
    private final EmbeddedChannel channel = new EmbeddedChannel(new MessageRecorder(recorder));

    @Test
    void beginIsFiledWhenItsAnswerSaysWhere() {
        channel.writeOutbound(message(1, new RegisterTMRequest("order-service", "changgou")));
        GlobalBeginRequest request = new GlobalBeginRequest();
        request.setTransactionName("place-order");
        request.setTimeout(30_000);
        RpcMessage begin = message(7, request);
        channel.writeOutbound(begin);
        assertThat(recorder.known()).isEmpty();
        GlobalBeginResponse response = new GlobalBeginResponse();
        response.setXid(XID);
        channel.writeInbound(message(7, response));

        assertThat(recorder.of(XID))
                .extracting(Entry::side, Entry::sent, Entry::name, Entry::id, Entry::answer)
                .containsExactly(
                        tuple(Side.TM, true, "GlobalBeginRequest", "7", false),
                        tuple(Side.TM, false, "GlobalBeginResponse", "7", true));
        assertThat(recorder.of(XID))
                .first()
                .satisfies(first -> assertThat(first.details())
                        .containsOnly(entry("transactionName", "place-order"), entry("timeout", "30000")));
        channel.<RpcMessage>readOutbound();
        assertThat(channel.<RpcMessage>readOutbound()).isSameAs(begin);
    }

    @Test
    void partsOfAnEnvelopeHaveTheirOwnIds() {
        MergedWarpMessage requests = new MergedWarpMessage();
        requests.msgs = List.<AbstractMessage>of(register("other"), register(XID));
        requests.msgIds = List.of(11, 12);
        channel.writeOutbound(message(10, requests));
        MergeResultMessage responses = new MergeResultMessage();
        responses.setMsgs(new AbstractResultMessage[] {registered(5), registered(6)});
        channel.writeInbound(message(10, responses));

        assertThat(recorder.of(XID))
                .extracting(Entry::side, Entry::name, Entry::id, Entry::branchId)
                .containsExactly(
                        tuple(Side.RM, "BranchRegisterRequest", "12", null),
                        tuple(Side.RM, "BranchRegisterResponse", "12", "6"));
        assertThat(recorder.of(XID))
                .first()
                .satisfies(first -> assertThat(first.details())
                        .containsEntry("lockKeys", "tb_sku:1")
                        .containsEntry("branchType", "AT"));
    }

    @Test
    void partsOfABatchHaveTheirOwnIds() {
        channel.writeOutbound(message(3, report()));
        BatchResultMessage batch = new BatchResultMessage();
        batch.setResultMessages(List.of(new BranchReportResponse()));
        batch.setMsgIds(List.of(3));
        channel.writeInbound(message(99, batch));

        assertThat(recorder.of(XID))
                .extracting(Entry::name, Entry::id, Entry::branchId)
                .containsExactly(tuple("BranchReportRequest", "3", "5"), tuple("BranchReportResponse", "3", "5"));
    }

    @Test
    void phaseTwoGoesTheOtherWay() {
        BranchCommitRequest commit = new BranchCommitRequest();
        commit.setXid(XID);
        commit.setBranchId(5);
        channel.writeInbound(message(3, commit));
        BranchCommitResponse done = new BranchCommitResponse();
        done.setXid(XID);
        done.setBranchId(5);
        channel.writeOutbound(message(3, done));

        assertThat(recorder.of(XID))
                .extracting(Entry::sent, Entry::answer, Entry::branchId)
                .containsExactly(tuple(false, false, "5"), tuple(true, true, "5"));
    }

    @Test
    void whatBelongsToNoTransactionIsNotKept() {
        channel.writeOutbound(message(1, HeartbeatMessage.PING), message(2, null));
        channel.writeInbound(message(1, HeartbeatMessage.PONG), message(3, new GlobalBeginResponse()));

        assertThat(recorder.known()).isEmpty();
    }

    @Test
    void whatWasNotSentIsNotRecorded() {
        channel.pipeline().addFirst(new BrokenConnection());

        assertThatThrownBy(() -> channel.writeOutbound(message(3, report()))).hasMessage("broken");

        assertThat(recorder.known()).isEmpty();
    }

    @Test
    void sitsBehindTheCodecAndInNoOtherConnection() {
        EmbeddedChannel seata = new EmbeddedChannel(new ProtocolEncoderV1());
        EmbeddedChannel other = new EmbeddedChannel();

        new MessageRecording().postInitializeClientChannel(seata);
        new MessageRecording().postInitializeClientChannel(other);

        assertThat(seata.pipeline().names()).containsSubsequence("ProtocolEncoderV1#0", "recorder");
        assertThat(other.pipeline().toMap()).isEmpty();
    }

    private static BranchRegisterRequest register(String xid) {
        BranchRegisterRequest request = new BranchRegisterRequest();
        request.setXid(xid);
        request.setBranchType(BranchType.AT);
        request.setLockKey("tb_sku:1");
        return request;
    }

    private static BranchRegisterResponse registered(long branch) {
        BranchRegisterResponse response = new BranchRegisterResponse();
        response.setBranchId(branch);
        return response;
    }

    private static BranchReportRequest report() {
        BranchReportRequest request = new BranchReportRequest();
        request.setXid(XID);
        request.setBranchId(5);
        return request;
    }

    private static RpcMessage message(int id, Object body) {
        RpcMessage message = new RpcMessage();
        message.setId(id);
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
