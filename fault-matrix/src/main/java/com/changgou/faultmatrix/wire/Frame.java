package com.changgou.faultmatrix.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Seata's protocol sends at once.
 *
 * @param connection the number of its connection at the {@link Tap}, from 1
 * @param direction which way it goes
 * @param name the simple name of the class of its body; {@code HeartbeatPing} and {@code HeartbeatPong} for heartbeats, as the
 *     TC's traffic counter says; {@code type 77} or {@code codec 22} for a body that cannot be read
 * @param id pairs a question with its answer
 * @param length in bytes, head included
 * @param messages its only message, or those in an envelope such as {@code MergedWarpMessage}
 */
public record Frame(int connection, Direction direction, String name, int id, int length, List<Message> messages) {

    /**
     * A message in a frame.
     *
     * @param name the simple name of Seata's class
     * @param id pairs a question with its answer; 0 where an envelope does not tell
     * @param answer whether it is one
     * @param xid the global transaction, from the message or from the question that it answers; a begin has none yet
     * @param branchId the branch, from the message or from the question that it answers
     */
    public record Message(
            String name,
            int id,
            boolean answer,
            @Nullable String xid,
            @Nullable String branchId) {}

    @Override
    public String toString() {
        return name + " " + id + (messages.size() == 1 && messages.get(0).name().equals(name) ? xid() : " " + messages);
    }

    private String xid() {
        String xid = messages.get(0).xid();
        return xid == null ? "" : " of " + xid;
    }
}
