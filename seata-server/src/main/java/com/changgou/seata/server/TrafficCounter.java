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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the messages between the TC and its clients, all connections together: those that have come in, and those that have
 * been handed to the socket.
 *
 * <p>A message that is only an envelope is not counted, each message in it is. The kind also says the direction: Seata sends
 * none of them both ways except the heartbeat, which is called {@code HeartbeatPing} on the way in and {@code HeartbeatPong} on
 * the way out.
 */
@ChannelHandler.Sharable
final class TrafficCounter extends ChannelDuplexHandler {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        count(message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message, promise.unvoid().addListener(written -> {
            if (written.isSuccess()) {
                count(message);
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

    private void count(Object message) {
        if (message instanceof RpcMessage rpc) {
            countBody(rpc.getBody());
        }
    }

    private void countBody(Object body) {
        if (body instanceof MergedWarpMessage merged) {
            merged.msgs.forEach(this::countBody);
        } else if (body instanceof MergeResultMessage merged) {
            Arrays.asList(merged.msgs).forEach(this::countBody);
        } else if (body instanceof BatchResultMessage batch) {
            batch.getResultMessages().forEach(this::countBody);
        } else if (body != null) {
            counts.computeIfAbsent(kind(body), kind -> new LongAdder()).increment();
        }
    }

    private static String kind(Object body) {
        if (body instanceof HeartbeatMessage heartbeat) {
            return heartbeat.isPing() ? "HeartbeatPing" : "HeartbeatPong";
        }
        return body.getClass().getSimpleName();
    }
}
