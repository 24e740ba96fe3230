package com.changgou.seata.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelId;
import io.seata.core.protocol.AbstractResultMessage;
import io.seata.core.rpc.RpcContext;
import io.seata.core.rpc.netty.ChannelManager;
import io.seata.core.rpc.netty.NettyPoolKey.TransactionRole;
import java.beans.PropertyDescriptor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The messages of the last global transactions, each in the order in which they passed. It knows of a message what the message says;
 * of an answer, also what its question said. The oldest go first.
 */
final class TrafficRecorder {

    /** Questions, and envelopes, whose answer has not passed. */
    private static final int REMEMBERED = 1_000;

    private static final int LONGEST_DETAIL = 300;

    private final int messages;
    private final Map<String, TreeMap<Integer, Passed>> transactions;
    private final Map<Asked, Question> questions = new Last<>(REMEMBERED);
    private final Map<Asked, List<Integer>> envelopes = new Last<>(REMEMBERED);
    private int seq;

    TrafficRecorder(int transactions, int messages) {
        this.messages = messages;
        this.transactions = new Last<>(transactions);
    }

    /** A message in the moment in which it passes. */
    record Passage(int seq, Instant at, Channel channel, boolean received) {}

    /**
     * A message that has passed.
     *
     * @param seq its place in the order
     * @param at when, ISO 8601
     * @param received from a client; otherwise sent to it
     * @param client the client's application
     * @param side its role, {@code tm} or {@code rm}
     * @param name the simple name of Seata's class
     * @param id what pairs a question with its answer, on one connection
     * @param answer whether it is one
     * @param branchId where it or its question names one
     * @param details what else it carries
     */
    record Passed(
            int seq,
            String at,
            boolean received,
            String client,
            String side,
            String name,
            String id,
            boolean answer,
            String branchId,
            Map<String, String> details) {}

    private record Asked(ChannelId channel, int id) {

        Asked(Passage passage, int id) {
            this(passage.channel().id(), id);
        }
    }

    /** {@code passed} is kept for a begin, whose transaction is known when it is answered. */
    private record Question(String xid, String branchId, Passed passed) {}

    synchronized Passage passage(Channel channel, boolean received) {
        return new Passage(++seq, Instant.now().truncatedTo(ChronoUnit.MICROS), channel, received);
    }

    synchronized void envelope(Passage passage, int id, List<Integer> ids) {
        envelopes.put(new Asked(passage, id), List.copyOf(ids));
    }

    synchronized List<Integer> envelope(Passage passage, int id) {
        List<Integer> ids = envelopes.remove(new Asked(passage, id));
        return ids == null ? List.of() : ids;
    }

    synchronized void record(Passage passage, int id, Object body) {
        Map<String, String> details = properties(body);
        String xid = details.remove("xid");
        String branchId = details.remove("branchId");
        Asked asked = new Asked(passage, id);
        if (!(body instanceof AbstractResultMessage)) {
            Passed question = passed(passage, id, body, branchId, details);
            questions.put(asked, new Question(xid, branchId, question));
            file(xid, question);
            return;
        }
        Question question = questions.remove(asked);
        if (question != null && question.xid() == null) {
            file(xid, question.passed());
        } else if (question != null) {
            xid = question.xid();
            branchId = branchId == null ? question.branchId() : branchId;
        }
        file(xid, passed(passage, id, body, branchId, details));
    }

    synchronized Collection<Passed> of(String xid) {
        return List.copyOf(transactions.getOrDefault(xid, new TreeMap<>()).values());
    }

    private void file(String xid, Passed message) {
        if (xid != null) {
            TreeMap<Integer, Passed> filed = transactions.computeIfAbsent(xid, begun -> new TreeMap<>());
            filed.put(message.seq(), message);
            if (filed.size() > messages) {
                filed.pollFirstEntry();
            }
        }
    }

    private static Passed passed(Passage passage, int id, Object body, String branchId, Map<String, String> details) {
        RpcContext client = ChannelManager.getContextFromIdentified(passage.channel());
        return new Passed(
                passage.seq(),
                passage.at().toString(),
                passage.received(),
                client == null ? null : client.getApplicationId(),
                client == null ? null : client.getClientRole() == TransactionRole.TMROLE ? "tm" : "rm",
                body.getClass().getSimpleName(),
                String.valueOf(id),
                body instanceof AbstractResultMessage,
                branchId,
                details);
    }

    /** Everything that the message has, by the names that Seata gives it; only {@code lockKeys} are several. */
    private static Map<String, String> properties(Object body) {
        Map<String, String> properties = new TreeMap<>();
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(body.getClass())) {
            String name = property.getName();
            if (property.getReadMethod() != null && !name.equals("class") && !name.equals("typeCode")) {
                Object value = ReflectionUtils.invokeMethod(property.getReadMethod(), body);
                if (value != null) {
                    properties.put(
                            name.equals("lockKey") ? "lockKeys" : name,
                            StringUtils.truncate(value.toString(), LONGEST_DETAIL));
                }
            }
        }
        return properties;
    }

    private static final class Last<K, V> extends LinkedHashMap<K, V> {

        private final int size;

        Last(int size) {
            this.size = size;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > size;
        }
    }
}
