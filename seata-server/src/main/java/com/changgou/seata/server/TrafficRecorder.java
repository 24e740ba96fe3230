package com.changgou.seata.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelId;
import io.seata.core.protocol.AbstractResultMessage;
import io.seata.core.rpc.RpcContext;
import io.seata.core.rpc.netty.ChannelManager;
import io.seata.core.rpc.netty.NettyPoolKey.TransactionRole;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The messages of the last global transactions, each in the order in which they passed. It knows of a message what the message says;
 * of an answer, also what its question said. The oldest go first. Every message of the TC passes through here: it is kept as it is,
 * and what it says is read when somebody asks.
 */
final class TrafficRecorder {

    /** Questions, and envelopes, whose answer has not passed. */
    private static final int REMEMBERED = 1_000;

    private static final int LONGEST_DETAIL = 300;
    private static final Set<String> NOT_DETAILS = Set.of("xid", "branchId", "class", "typeCode");

    private final int messages;
    private final Map<String, TreeMap<Integer, Kept>> transactions;
    private final Map<Asked, Kept> questions = new Last<>(REMEMBERED);
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

    /** Nobody changes a message that has passed. */
    private record Kept(Passage passage, int id, Object body, String xid, String branchId, RpcContext client) {

        static Kept of(Passage passage, int id, Object body) {
            return new Kept(
                    passage,
                    id,
                    body,
                    text(body, "xid"),
                    text(body, "branchId"),
                    ChannelManager.getContextFromIdentified(passage.channel()));
        }

        Kept answering(Kept question) {
            return new Kept(
                    passage, id, body, question.xid(), branchId == null ? question.branchId() : branchId, client);
        }

        Passed read() {
            return new Passed(
                    passage.seq(),
                    passage.at().truncatedTo(ChronoUnit.MICROS).toString(),
                    passage.received(),
                    client == null ? null : client.getApplicationId(),
                    client == null ? null : client.getClientRole() == TransactionRole.TMROLE ? "tm" : "rm",
                    body.getClass().getSimpleName(),
                    String.valueOf(id),
                    body instanceof AbstractResultMessage,
                    branchId,
                    details(body));
        }
    }

    synchronized Passage passage(Channel channel, boolean received) {
        return new Passage(++seq, Instant.now(), channel, received);
    }

    synchronized void envelope(Passage passage, int id, List<Integer> ids) {
        envelopes.put(new Asked(passage, id), List.copyOf(ids));
    }

    synchronized List<Integer> envelope(Passage passage, int id) {
        List<Integer> ids = envelopes.remove(new Asked(passage, id));
        return ids == null ? List.of() : ids;
    }

    synchronized void record(Passage passage, int id, Object body) {
        Asked asked = new Asked(passage, id);
        Kept message = Kept.of(passage, id, body);
        if (!(body instanceof AbstractResultMessage)) {
            questions.put(asked, message);
            file(message.xid(), message);
            return;
        }
        Kept question = questions.remove(asked);
        if (question == null) {
            file(message.xid(), message);
        } else if (question.xid() == null) {
            // A begin has no transaction before it is answered.
            file(message.xid(), question);
            file(message.xid(), message);
        } else {
            file(question.xid(), message.answering(question));
        }
    }

    synchronized Collection<Passed> of(String xid) {
        return transactions.getOrDefault(xid, new TreeMap<>()).values().stream()
                .map(Kept::read)
                .toList();
    }

    private void file(String xid, Kept message) {
        if (xid != null) {
            TreeMap<Integer, Kept> filed = transactions.computeIfAbsent(xid, begun -> new TreeMap<>());
            filed.put(message.passage().seq(), message);
            if (filed.size() > messages) {
                filed.pollFirstEntry();
            }
        }
    }

    /** Everything else that the message has, by the names that Seata gives it; only {@code lockKeys} are several. */
    private static Map<String, String> details(Object body) {
        Map<String, String> details = new TreeMap<>();
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(body.getClass())) {
            String name = property.getName();
            String text = NOT_DETAILS.contains(name) ? null : text(body, property);
            if (text != null) {
                details.put(name.equals("lockKey") ? "lockKeys" : name, StringUtils.truncate(text, LONGEST_DETAIL));
            }
        }
        return details;
    }

    private static String text(Object body, String name) {
        PropertyDescriptor property = BeanUtils.getPropertyDescriptor(body.getClass(), name);
        return property == null ? null : text(body, property);
    }

    private static String text(Object body, PropertyDescriptor property) {
        Method read = property.getReadMethod();
        Object value = read == null ? null : ReflectionUtils.invokeMethod(read, body);
        return value == null ? null : value.toString();
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
