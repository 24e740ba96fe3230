package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.wire.Frame.Message;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.seata.core.protocol.AbstractResultMessage;
import org.apache.seata.core.protocol.BatchResultMessage;
import org.apache.seata.core.protocol.MergeResultMessage;
import org.apache.seata.core.protocol.MergedWarpMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;

/** The questions of one connection that wait for their answers: most answers do not say which transaction they are about. */
final class Conversation {

    private static final int REMEMBERED = 1_000;

    private final Map<Direction, Map<Integer, Message>> questions = new EnumMap<>(Direction.class);
    private final Map<Direction, Map<Integer, List<Integer>>> envelopes = new EnumMap<>(Direction.class);

    Conversation() {
        for (Direction direction : Direction.values()) {
            questions.put(direction, new Last<>());
            envelopes.put(direction, new Last<>());
        }
    }

    /** The messages in the body of a frame. */
    List<Message> messages(Direction direction, int id, Object body) {
        if (body instanceof MergedWarpMessage merged) {
            envelopes.get(direction).put(id, List.copyOf(merged.msgIds));
            return all(direction, merged.msgIds, merged.msgs);
        }
        if (body instanceof MergeResultMessage merged) {
            List<Integer> ids = envelopes.get(direction.opposite()).remove(id);
            return all(direction, ids == null ? List.of() : ids, Arrays.asList(merged.getMsgs()));
        }
        if (body instanceof BatchResultMessage batch) {
            return all(direction, batch.getMsgIds(), batch.getResultMessages());
        }
        return List.of(message(direction, id, body));
    }

    private List<Message> all(Direction direction, List<Integer> ids, List<?> bodies) {
        return IntStream.range(0, bodies.size())
                .mapToObj(index -> message(direction, index < ids.size() ? ids.get(index) : 0, bodies.get(index)))
                .toList();
    }

    private Message message(Direction direction, int id, Object body) {
        String name = body.getClass().getSimpleName();
        String xid = property(body, "xid");
        String branchId = property(body, "branchId");
        if (!(body instanceof AbstractResultMessage)) {
            Message question = new Message(name, id, false, xid, branchId);
            questions.get(direction).put(id, question);
            return question;
        }
        Message question = questions.get(direction.opposite()).remove(id);
        return question == null
                ? new Message(name, id, true, xid, branchId)
                : new Message(name, id, true, first(xid, question.xid()), first(branchId, question.branchId()));
    }

    private static @Nullable String first(@Nullable String own, @Nullable String asked) {
        return Stream.of(own, asked).filter(value -> value != null).findFirst().orElse(null);
    }

    private static @Nullable String property(Object body, String name) {
        PropertyDescriptor property = BeanUtils.getPropertyDescriptor(body.getClass(), name);
        Object value = property == null || property.getReadMethod() == null
                ? null
                : ReflectionUtils.invokeMethod(property.getReadMethod(), body);
        return value == null ? null : value.toString();
    }

    private static final class Last<V> extends LinkedHashMap<Integer, V> {

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
