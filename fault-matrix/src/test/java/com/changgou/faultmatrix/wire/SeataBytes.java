package com.changgou.faultmatrix.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.protocol.AbstractMessage;
import org.apache.seata.core.protocol.AbstractResultMessage;
import org.apache.seata.core.protocol.BatchResultMessage;
import org.apache.seata.core.protocol.HeartbeatMessage;
import org.apache.seata.core.protocol.MergeResultMessage;
import org.apache.seata.core.protocol.MergedWarpMessage;
import org.apache.seata.core.protocol.ProtocolConstants;
import org.apache.seata.core.protocol.ResultCode;
import org.apache.seata.core.protocol.RpcMessage;
import org.apache.seata.core.protocol.transaction.AbstractBranchEndRequest;
import org.apache.seata.core.protocol.transaction.AbstractBranchEndResponse;
import org.apache.seata.core.protocol.transaction.AbstractGlobalEndRequest;
import org.apache.seata.core.protocol.transaction.AbstractGlobalEndResponse;
import org.apache.seata.core.protocol.transaction.BranchRegisterRequest;
import org.apache.seata.core.protocol.transaction.BranchRegisterResponse;
import org.apache.seata.core.protocol.transaction.GlobalBeginRequest;
import org.apache.seata.core.protocol.transaction.GlobalBeginResponse;
import org.apache.seata.core.rpc.netty.v1.ProtocolEncoderV1;

/** Frames as Seata's own encoder writes them. */
final class SeataBytes {

    static {
        SeataEnvironment.give();
    }

    private SeataBytes() {}

    static byte[] request(int id, AbstractMessage body) {
        return encode(ProtocolConstants.MSGTYPE_RESQUEST_SYNC, id, body, Map.of());
    }

    static byte[] requestWithHead(int id, AbstractMessage body, Map<String, String> head) {
        return encode(ProtocolConstants.MSGTYPE_RESQUEST_SYNC, id, body, head);
    }

    static byte[] response(int id, AbstractMessage body) {
        return encode(ProtocolConstants.MSGTYPE_RESPONSE, id, body, Map.of());
    }

    static byte[] ping(int id) {
        return encode(ProtocolConstants.MSGTYPE_HEARTBEAT_REQUEST, id, HeartbeatMessage.PING, Map.of());
    }

    static byte[] pong(int id) {
        return encode(ProtocolConstants.MSGTYPE_HEARTBEAT_RESPONSE, id, HeartbeatMessage.PONG, Map.of());
    }

    private static byte[] encode(byte type, int id, Object body, Map<String, String> head) {
        RpcMessage message = new RpcMessage();
        message.setId(id);
        message.setMessageType(type);
        message.setCodec((byte) 1);
        message.setCompressor((byte) 0);
        message.setHeadMap(new HashMap<>(head));
        message.setBody(body);
        EmbeddedChannel channel = new EmbeddedChannel(new ProtocolEncoderV1());
        channel.writeOutbound(message);
        ByteBuf written = channel.readOutbound();
        try {
            return ByteBufUtil.getBytes(written);
        } finally {
            written.release();
            channel.finishAndReleaseAll();
        }
    }

    static GlobalBeginRequest begin() {
        GlobalBeginRequest begin = new GlobalBeginRequest();
        begin.setTransactionName("order");
        begin.setTimeout(30_000);
        return begin;
    }

    static GlobalBeginResponse begun(String xid) {
        GlobalBeginResponse begun = succeeded(new GlobalBeginResponse());
        begun.setXid(xid);
        return begun;
    }

    static <T extends BranchRegisterRequest> T register(T register, String xid) {
        register.setXid(xid);
        register.setBranchType(BranchType.AT);
        register.setResourceId("jdbc:mysql://127.0.0.1:3306/orders");
        register.setLockKey("tb_order:1");
        return register;
    }

    static BranchRegisterResponse registered(long branchId) {
        BranchRegisterResponse registered = succeeded(new BranchRegisterResponse());
        registered.setBranchId(branchId);
        return registered;
    }

    static <T extends AbstractGlobalEndRequest> T end(T end, String xid) {
        end.setXid(xid);
        return end;
    }

    static <T extends AbstractGlobalEndResponse> T ended(T ended) {
        ended.setGlobalStatus(GlobalStatus.Committed);
        return succeeded(ended);
    }

    static <T extends AbstractBranchEndRequest> T endBranch(T end, String xid, long branchId) {
        end.setXid(xid);
        end.setBranchId(branchId);
        end.setBranchType(BranchType.AT);
        end.setResourceId("jdbc:mysql://127.0.0.1:3306/orders");
        return end;
    }

    static <T extends AbstractBranchEndResponse> T endedBranch(T ended, String xid, long branchId) {
        ended.setXid(xid);
        ended.setBranchId(branchId);
        ended.setBranchStatus(BranchStatus.PhaseTwo_Committed);
        return succeeded(ended);
    }

    static <T extends AbstractResultMessage> T succeeded(T result) {
        result.setResultCode(ResultCode.Success);
        return result;
    }

    static MergedWarpMessage merged(List<Integer> ids, List<AbstractMessage> messages) {
        MergedWarpMessage merged = new MergedWarpMessage();
        merged.msgIds = ids;
        merged.msgs = messages;
        return merged;
    }

    static MergeResultMessage mergeResult(AbstractResultMessage... results) {
        MergeResultMessage merged = new MergeResultMessage();
        merged.setMsgs(results);
        return merged;
    }

    static BatchResultMessage batchResult(List<Integer> ids, List<AbstractResultMessage> results) {
        BatchResultMessage batch = new BatchResultMessage();
        batch.setMsgIds(ids);
        batch.setResultMessages(results);
        return batch;
    }
}
