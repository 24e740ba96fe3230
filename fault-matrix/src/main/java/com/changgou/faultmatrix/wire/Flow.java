package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.wire.TapLog.Kind;
import com.changgou.faultmatrix.wire.Trigger.Moment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: takes from the source, which it is a handler of, and gives to the sink. Reads on only while
 * little is waiting. All of it happens in the tap's one event loop.
 */
final class Flow extends ChannelInboundHandlerAdapter {

    private static final int LONGEST_QUEUE = 256 * 1024;

    private final Tap tap;
    private final TapConnection connection;
    private final Direction direction;
    private final Channel source;
    private final Channel sink;
    private final Deque<Piece> queue = new ArrayDeque<>();
    private int queued;
    private @Nullable ScheduledFuture<?> wakeUp;
    private boolean ended;
    private boolean broken;
    private boolean ending;
    private boolean endPassed;
    private boolean dropping;
    private boolean hasHole;

    Flow(TapConnection connection, Direction direction, Channel source, Channel sink) {
        this.tap = connection.tap();
        this.connection = connection;
        this.direction = direction;
        this.source = source;
        this.sink = sink;
    }

    /** Whether the stream that the sink sees has lost something from its middle. */
    boolean hasHole() {
        return hasHole;
    }

    boolean endPassed() {
        return endPassed;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Piece piece = message instanceof Piece framed ? framed : new Piece((ByteBuf) message, null);
        if (connection.isOpen()) {
            queue.add(piece);
            queued += piece.length();
        } else {
            piece.bytes().release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        drain();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            drain();
        }
    }

    /** A reset; Netty goes on with the end of the input. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        broken = true;
        if (endPassed) {
            connection.close();
        } else {
            drain();
        }
    }

    /** This flow's source is the other one's sink. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.opposite(direction).drain();
    }

    /** Passes what may pass now. */
    void drain() {
        while (mayGoOn() && !queue.isEmpty() && isDue(queue.element())) {
            Piece piece = queue.remove();
            queued -= piece.length();
            pass(piece);
        }
        if (connection.isHeld() || !connection.isOpen()) {
            return;
        }
        if (ended && queue.isEmpty() && !ending) {
            passEnd();
        } else if (!ended && queued < LONGEST_QUEUE) {
            source.read();
        }
    }

    /** What is dropped needs no room at the sink. */
    private boolean mayGoOn() {
        return connection.isOpen() && !connection.isHeld() && (sink.isWritable() || tap.isBlackHole(direction));
    }

    private boolean isDue(Piece piece) {
        long wait = piece.arrivedNanos() + tap.delayNanos(direction) - System.nanoTime();
        if (wait > 0) {
            cancelWakeUp();
            wakeUp = source.eventLoop().schedule(this::drain, wait, TimeUnit.NANOSECONDS);
        }
        return wait <= 0;
    }

    /** The delay may have become shorter since. */
    private void cancelWakeUp() {
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
    }

    private void pass(Piece piece) {
        if (piece.frame() == null || tap.isBlackHole(direction)) {
            forward(piece, List.of());
            return;
        }
        List<Trigger> hits = tap.hits(piece.frame());
        List<Trigger> first =
                hits.stream().filter(hit -> hit.moment() != Moment.AFTER).toList();
        List<Trigger> then =
                hits.stream().filter(hit -> hit.moment() == Moment.AFTER).toList();
        boolean instead = hits.stream().anyMatch(hit -> hit.moment() == Moment.INSTEAD);
        if (instead) {
            drop(piece, "a trigger dropped it");
            then.forEach(trigger -> trigger.miss(new IllegalStateException(piece.text() + " was dropped")));
            connection.act(first, piece.frame(), () -> {});
        } else if (!first.isEmpty()) {
            connection.act(first, piece.frame(), () -> forward(piece, then));
        } else {
            forward(piece, then);
        }
    }

    /** To the sink, or what the tap's fault leaves of it. */
    private void forward(Piece piece, List<Trigger> then) {
        if (tap.isBlackHole(direction)) {
            drop(piece, "black hole");
            then.forEach(trigger -> trigger.miss(new IllegalStateException(piece.text() + " fell into a black hole")));
            return;
        }
        ByteBuf bytes = piece.bytes();
        String text = piece.text();
        int length = piece.length();
        int allowed = tap.take(direction, length);
        boolean last = allowed > 0 && tap.isUsedUp(direction);
        bytes.writerIndex(bytes.readerIndex() + allowed);
        if (!then.isEmpty()) {
            connection.hold();
        }
        sink.writeAndFlush(bytes).addListener(written -> {
            if (written.isSuccess()) {
                tap.passed(direction, allowed);
            }
            passed(piece, text, allowed == length, written.cause());
            if (last) {
                tap.cutAtLimit(direction);
            }
            actAfter(then, piece.frame(), allowed == length, written.cause());
        });
    }

    private void passed(Piece piece, String text, boolean whole, @Nullable Throwable failure) {
        dropping = false;
        if (failure != null) {
            log(Kind.DROPPED, text + ": " + failure, piece.frame());
        } else if (!whole) {
            log(Kind.DROPPED, text + ": cut in the middle", piece.frame());
        } else if (piece.frame() != null) {
            log(Kind.PASSED, text, piece.frame());
        }
    }

    private void actAfter(List<Trigger> then, @Nullable Frame frame, boolean whole, @Nullable Throwable failure) {
        if (frame == null || then.isEmpty()) {
            return;
        }
        if (whole && failure == null) {
            connection.act(then, frame, () -> {});
        } else {
            then.forEach(trigger -> trigger.miss(new IllegalStateException(frame + " did not pass", failure)));
        }
        connection.release();
    }

    /** A connection can live on without a frame, and without a byte in the middle of anything else it cannot. */
    private void drop(Piece piece, String why) {
        hasHole |= piece.frame() == null;
        tap.dropped(direction, piece.length());
        if (piece.frame() != null || !dropping) {
            log(Kind.DROPPED, piece.text() + ": " + why, piece.frame());
        }
        dropping = piece.frame() == null;
        piece.bytes().release();
    }

    private void passEnd() {
        ending = true;
        if (tap.isBlackHole(direction)) {
            hasHole = true;
            log(Kind.DROPPED, "the end: black hole", null);
            return;
        }
        // Behind all that is still on its way to the socket.
        sink.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            endPassed = true;
            if (broken || !sink.isActive() || connection.opposite(direction).endPassed()) {
                connection.close();
            } else if (connection.isOpen()) {
                ((SocketChannel) sink).shutdownOutput();
                log(Kind.HALF_CLOSED, "no more is sent", null);
            }
        });
    }

    void release() {
        cancelWakeUp();
        queue.forEach(piece -> piece.bytes().release());
        queue.clear();
        queued = 0;
    }

    private void log(Kind kind, String text, @Nullable Frame frame) {
        connection.log(kind, direction, text, frame);
    }
}
