package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.wire.Frame.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What taps did and saw, in order; several share one, so that their order is known, too. The oldest entries go first. May be
 * used by any thread.
 */
public final class TapLog {

    private final int capacity;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long seq;

    /**
     * An empty log.
     *
     * @param capacity how many entries are kept
     */
    public TapLog(int capacity) {
        this.capacity = capacity;
    }

    /** What an entry is about. */
    public enum Kind {
        /** A client was connected to the target. */
        CONNECTED,
        /** The target took no connection, and the client was sent away. */
        UNREACHABLE,
        /** One side said that it sends no more, and the other side was told. */
        HALF_CLOSED,
        /** Both sides of a connection were closed. */
        CLOSED,
        /** A frame was handed to the socket, whole. */
        PASSED,
        /** A frame, other bytes or an end were taken and did not reach the other side, or not whole. */
        DROPPED,
        /** The tap was told to do something. */
        FAULT,
        /** A {@link Trigger} fired, or its action ended. */
        TRIGGER,
        /** An edge of Seata carries another protocol. */
        OTHER_PROTOCOL
    }

    /**
     * Something that a tap did or saw.
     *
     * @param seq its place, from 1
     * @param at when
     * @param edge the name of the tap
     * @param connection the number of the connection, or 0 for the tap as a whole
     * @param kind what it is about
     * @param direction which way, where there is one
     * @param text for people
     * @param frame the frame, where it is about one
     */
    public record Entry(
            long seq,
            Instant at,
            String edge,
            int connection,
            Kind kind,
            @Nullable Direction direction,
            String text,
            @Nullable Frame frame) {}

    /**
     * A message that passed.
     *
     * @param entry when and where
     * @param message which
     */
    public record Passed(Entry entry, Message message) {}

    /**
     * What is kept.
     *
     * @return the entries, oldest first
     */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * What is kept of one kind.
     *
     * @param kind which
     * @return those entries, oldest first
     */
    public List<Entry> entries(Kind kind) {
        return entries().stream().filter(entry -> entry.kind() == kind).toList();
    }

    /**
     * How many entries were given up for newer ones.
     *
     * @return 0 as long as the log is complete
     */
    public synchronized long forgotten() {
        return seq - entries.size();
    }

    /**
     * The messages of one global transaction that passed, its begin included.
     *
     * @param xid the transaction
     * @return what is kept of it, in the order in which it passed
     */
    public List<Passed> of(String xid) {
        List<Passed> passed = entries(Kind.PASSED).stream()
                .flatMap(entry -> messages(entry).map(message -> new Passed(entry, message)))
                .toList();
        List<Passed> begun = passed.stream()
                .filter(seen -> xid.equals(seen.message().xid()))
                .filter(seen -> seen.message().name().equals("GlobalBeginResponse"))
                .toList();
        return passed.stream()
                .filter(seen ->
                        xid.equals(seen.message().xid()) || begun.stream().anyMatch(begin -> isQuestion(seen, begin)))
                .toList();
    }

    private static boolean isQuestion(Passed question, Passed answer) {
        return question.message().name().equals("GlobalBeginRequest")
                && question.message().id() == answer.message().id()
                && question.entry().edge().equals(answer.entry().edge())
                && question.entry().connection() == answer.entry().connection();
    }

    private static Stream<Message> messages(Entry entry) {
        Frame frame = entry.frame();
        return frame == null ? Stream.empty() : frame.messages().stream();
    }

    synchronized void add(
            String edge, int connection, Kind kind, @Nullable Direction direction, String text, @Nullable Frame frame) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        entries.add(new Entry(++seq, now, edge, connection, kind, direction, text, frame));
        if (entries.size() > capacity) {
            entries.remove();
        }
    }
}
