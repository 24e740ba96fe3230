package com.changgou.seata.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.seata.core.protocol.BatchResultMessage;
import io.seata.core.protocol.HeartbeatMessage;
import io.seata.core.protocol.MergeResultMessage;
import io.seata.core.protocol.MergedWarpMessage;
import io.seata.core.protocol.RpcMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the messages between the TC and its clients, all connections together: those that have come in, and those that have
 * been handed to the socket. Each is recorded, too, for as long as its transaction is one of the last.
 *
 * <p>A message that is only an envelope is not counted, each message in it is. The kind also says the direction: Seata sends
 * none of them both ways except the heartbeat, which is called {@code HeartbeatPing} on the way in and {@code HeartbeatPong} on
 * the way out.
 */
@ChannelHandler.Sharable
final class TrafficCounter extends ChannelDuplexHandler {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final TrafficRecorder recorder;

    TrafficCounter(TrafficRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        count(message, recorder.passage(context.channel(), true));
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        TrafficRecorder.Passage passage = recorder.passage(context.channel(), false);
        context.write(message, promise.unvoid().addListener(written -> {
            if (written.isSuccess()) {
                count(message, passage);
            }
        }));
    }

    /**
     * The counts since this process was started.
     *
     * @return number of messages by kind, which is the simple name of Seata's class
     */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    /** What was recorded of the messages that were counted. */
    TrafficRecorder recorder() {
        return recorder;
    }

    private void count(Object message, TrafficRecorder.Passage passage) {
        if (message instanceof RpcMessage rpc) {
            countBody(rpc.getId(), rpc.getBody(), passage);
        }
    }

    private void countBody(int id, Object body, TrafficRecorder.Passage passage) {
        if (body instanceof MergedWarpMessage merged) {
            recorder.envelope(passage, id, merged.msgIds);
            countAll(merged.msgIds, merged.msgs, passage);
        } else if (body instanceof MergeResultMessage merged) {
            countAll(recorder.envelope(passage, id), Arrays.asList(merged.msgs), passage);
        } else if (body instanceof BatchResultMessage batch) {
            countAll(batch.getMsgIds(), batch.getResultMessages(), passage);
        } else if (body != null) {
            counts.computeIfAbsent(kind(body), kind -> new LongAdder()).increment();
            recorder.record(passage, id, body);
        }
    }

    /** Whose id is not known has the id 0, which no message has. */
    private void countAll(List<Integer> ids, List<?> bodies, TrafficRecorder.Passage passage) {
        for (int i = 0; i < bodies.size(); i++) {
            countBody(i < ids.size() ? ids.get(i) : 0, bodies.get(i), passage);
        }
    }

    private static String kind(Object body) {
        if (body instanceof HeartbeatMessage heartbeat) {
            return heartbeat.isPing() ? "HeartbeatPing" : "HeartbeatPong";
        }
        return body.getClass().getSimpleName();
    }
}
