package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.seata.core.model.BranchType;
import io.seata.core.protocol.AbstractMessage;
import io.seata.core.protocol.AbstractResultMessage;
import io.seata.core.protocol.MergeResultMessage;
import io.seata.core.protocol.MergedWarpMessage;
import io.seata.core.protocol.RegisterTMRequest;
import io.seata.core.protocol.RpcMessage;
import io.seata.core.protocol.transaction.BranchCommitRequest;
import io.seata.core.protocol.transaction.BranchCommitResponse;
import io.seata.core.protocol.transaction.BranchRegisterRequest;
import io.seata.core.protocol.transaction.BranchRegisterResponse;
import io.seata.core.protocol.transaction.BranchReportRequest;
import io.seata.core.protocol.transaction.BranchReportResponse;
import io.seata.core.protocol.transaction.GlobalBeginRequest;
import io.seata.core.protocol.transaction.GlobalBeginResponse;
import io.seata.core.rpc.netty.ChannelManager;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant: what belongs to a transaction is found under it, question and answer with one id, in the order in which they passed. */
class TrafficRecorderTests {

    private static final String XID = "127.0.0.2:8091:1";

    private final TrafficRecorder recorder = new TrafficRecorder(2, 4);
    private final TrafficCounter counter = new TrafficCounter(recorder);
    private final EmbeddedChannel channel = new Connection(counter);

    @Test
    void beginIsFiledWhenItsAnswerSaysWhere() {
        begin(7, XID);

        assertThat(recorder.of(XID))
                .extracting(
                        passed -> passed.name() + " " + passed.id() + " " + passed.received() + " " + passed.answer())
                .containsExactly("GlobalBeginRequest 7 true false", "GlobalBeginResponse 7 false true");
        assertThat(recorder.of(XID))
                .first()
                .satisfies(begin -> assertThat(begin.details())
                        .containsEntry("transactionName", "place-order")
                        .containsEntry("timeout", "30000")
                        .doesNotContainKeys("typeCode", "class"));
    }

    @Test
    void partsOfAnEnvelopeHaveTheirOwnIds() {
        MergedWarpMessage requests = new MergedWarpMessage();
        requests.msgs = List.<AbstractMessage>of(register(XID), register("other"));
        requests.msgIds = List.of(11, 12);
        channel.writeInbound(message(10, requests));
        MergeResultMessage responses = new MergeResultMessage();
        responses.setMsgs(new AbstractResultMessage[] {registered(5), registered(6)});
        channel.writeOutbound(message(10, responses));

        assertThat(recorder.of(XID))
                .extracting(TrafficRecorder.Passed::name, TrafficRecorder.Passed::id, TrafficRecorder.Passed::branchId)
                .containsExactly(
                        tuple("BranchRegisterRequest", "11", null), tuple("BranchRegisterResponse", "11", "5"));
        assertThat(recorder.of(XID))
                .first()
                .satisfies(register -> assertThat(register.details())
                        .containsEntry("lockKeys", "tb_sku:1")
                        .containsEntry("branchType", "AT"));
    }

    /** The id is the connection's own: two connections may be at the same one. */
    @Test
    void answerOfAnotherConnectionIsNoAnswer() {
        channel.writeInbound(message(1, report(XID)));
        new Connection(counter).writeOutbound(message(1, new BranchReportResponse()));
        assertThat(recorder.of(XID)).hasSize(1);

        channel.writeOutbound(message(1, new BranchReportResponse()));

        assertThat(recorder.of(XID)).last().satisfies(answer -> {
            assertThat(answer.name()).isEqualTo("BranchReportResponse");
            assertThat(answer.branchId()).isEqualTo("5");
        });
    }

    @Test
    void phaseTwoGoesTheOtherWay() {
        BranchCommitRequest commit = new BranchCommitRequest();
        commit.setXid(XID);
        commit.setBranchId(5);
        channel.writeOutbound(message(3, commit));
        BranchCommitResponse done = new BranchCommitResponse();
        done.setXid(XID);
        done.setBranchId(5);
        channel.writeInbound(message(3, done));

        assertThat(recorder.of(XID))
                .extracting(TrafficRecorder.Passed::received, TrafficRecorder.Passed::branchId)
                .containsExactly(tuple(false, "5"), tuple(true, "5"));
    }

    @Test
    void namesTheClientOfTheConnection() throws Exception {
        RegisterTMRequest tm = new RegisterTMRequest("order-service", "changgou");
        ChannelManager.registerTMChannel(tm, channel);
        try {
            begin(1, XID);
        } finally {
            ChannelManager.releaseRpcContext(channel);
        }

        assertThat(recorder.of(XID)).allSatisfy(passed -> {
            assertThat(passed.client()).isEqualTo("order-service");
            assertThat(passed.side()).isEqualTo("tm");
        });
    }

    @Test
    void theOldestGoFirst() {
        List.of("a", "b", "c").forEach(xid -> begin(1, xid));
        channel.writeInbound(message(2, report("c")), message(3, report("c")), message(4, report("c")));

        assertThat(recorder.of("a")).isEmpty();
        assertThat(recorder.of("b")).hasSize(2);
        assertThat(recorder.of("c"))
                .hasSize(4)
                .noneMatch(passed -> passed.name().equals("GlobalBeginRequest"));
    }

    private void begin(int id, String xid) {
        GlobalBeginRequest request = new GlobalBeginRequest();
        request.setTransactionName("place-order");
        request.setTimeout(30_000);
        channel.writeInbound(message(id, request));
        GlobalBeginResponse response = new GlobalBeginResponse();
        response.setXid(xid);
        channel.writeOutbound(message(id, response));
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

    private static BranchReportRequest report(String xid) {
        BranchReportRequest request = new BranchReportRequest();
        request.setXid(xid);
        request.setBranchId(5);
        return request;
    }

    private static RpcMessage message(int id, Object body) {
        RpcMessage message = new RpcMessage();
        message.setId(id);
        message.setBody(body);
        return message;
    }

    /** With the address and the id that a real one has. */
    private static final class Connection extends EmbeddedChannel {

        Connection(TrafficCounter counter) {
            super(DefaultChannelId.newInstance(), counter);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("127.0.0.1", 50_000);
        }
    }
}
