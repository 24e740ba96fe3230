package com.changgou.recording;

import com.changgou.recording.Entry.Moment;
import com.changgou.recording.Entry.Side;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.seata.core.protocol.BatchResultMessage;
import org.apache.seata.core.protocol.MergeResultMessage;
import org.apache.seata.core.protocol.MergedWarpMessage;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RpcMessage;

/**
 * Records the messages of one connection to the TC, those that have come in and those that have been handed to the socket. An
 * envelope is opened. All of it runs on the connection's own thread.
 */
final class MessageRecorder extends ChannelDuplexHandler {

    /** Questions whose answer has not come: a TC that never answers must not fill this process. */
    private static final int REMEMBERED = 1_000;

    private final Recorder recorder;
    private final Map<String, Question> questions = new Remembered<>();
    private final Map<Integer, List<Integer>> envelopes = new Remembered<>();
    private Side side = Side.RM;

    MessageRecorder(Recorder recorder) {
        this.recorder = recorder;
    }

    private record Question(Moment asked, Message message) {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Moment moment = recorder.now();
        open(message, (id, body) -> record(moment, false, Message.of(id, body)));
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Moment moment = recorder.now();
        context.write(message, promise.unvoid().addListener(written -> {
            if (written.isSuccess()) {
                open(message, (id, body) -> record(moment, true, Message.of(id, body)));
            }
        }));
    }

    private void open(Object message, BiConsumer<Integer, Object> each) {
        if (!(message instanceof RpcMessage rpc) || rpc.getBody() == null) {
            return;
        }
        if (rpc.getBody() instanceof MergedWarpMessage merged) {
            envelopes.put(rpc.getId(), List.copyOf(merged.msgIds));
            zip(merged.msgIds, merged.msgs, each);
        } else if (rpc.getBody() instanceof MergeResultMessage merged) {
            zip(envelopes.getOrDefault(rpc.getId(), List.of()), Arrays.asList(merged.msgs), each);
            envelopes.remove(rpc.getId());
        } else if (rpc.getBody() instanceof BatchResultMessage batch) {
            zip(batch.getMsgIds(), batch.getResultMessages(), each);
        } else {
            // The first message of a connection says whose it is.
            side = rpc.getBody() instanceof RegisterTMRequest ? Side.TM : side;
            each.accept(rpc.getId(), rpc.getBody());
        }
    }

    private static void zip(List<Integer> ids, List<?> bodies, BiConsumer<Integer, Object> each) {
        for (int i = 0; i < Math.min(ids.size(), bodies.size()); i++) {
            each.accept(ids.get(i), bodies.get(i));
        }
    }

    private void record(Moment moment, boolean sent, Message message) {
        if (message.answer()) {
            recordAnswer(moment, sent, message);
        } else if (message.xid() != null) {
            questions.put(message.id(), new Question(moment, message));
            recorder.file(message.xid(), moment.message(side, sent, message));
        } else {
            // A begin: its transaction is known when it is answered. What else has no XID is never filed.
            questions.put(message.id(), new Question(moment, message));
        }
    }

    private void recordAnswer(Moment moment, boolean sent, Message message) {
        Question question = questions.remove(message.id());
        Message answer = question == null
                ? message
                : message.about(question.message().xid(), question.message().branchId());
        if (answer.xid() == null) {
            return;
        }
        if (question != null && question.message().xid() == null) {
            recorder.file(answer.xid(), question.asked().message(side, !sent, question.message()));
        }
        recorder.file(answer.xid(), moment.message(side, sent, answer));
    }

    private static final class Remembered<K, V> extends LinkedHashMap<K, V> {

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
