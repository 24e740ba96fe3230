package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.wire.TapLog.Kind;
import com.changgou.faultmatrix.wire.Trigger.Shot;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A client and the target, with a {@link Flow} each way. All of it happens in the tap's one event loop. */
final class TapConnection {

    private final Tap tap;
    private final int number;
    private final Channel client;
    private final Channel target;
    private final Flow toTarget;
    private final Flow toClient;
    private int holds;
    private boolean open = true;

    TapConnection(Tap tap, int number, Channel client, Channel target) {
        this.tap = tap;
        this.number = number;
        this.client = client;
        this.target = target;
        this.toTarget = new Flow(this, Direction.TO_TARGET, client, target);
        this.toClient = new Flow(this, Direction.TO_CLIENT, target, client);
    }

    void start() {
        if (tap.isSeata()) {
            Conversation conversation = new Conversation();
            client.pipeline().addLast(frames(Direction.TO_TARGET, conversation));
            target.pipeline().addLast(frames(Direction.TO_CLIENT, conversation));
        }
        client.pipeline().addLast(toTarget);
        target.pipeline().addLast(toClient);
        log(Kind.CONNECTED, null, "from " + client.remoteAddress(), null);
        drain();
    }

    private SeataFrames frames(Direction direction, Conversation conversation) {
        return new SeataFrames(
                number,
                direction,
                conversation,
                () -> log(Kind.OTHER_PROTOCOL, direction, "passes as it comes from here", null));
    }

    Tap tap() {
        return tap;
    }

    Flow opposite(Direction direction) {
        return direction == Direction.TO_TARGET ? toClient : toTarget;
    }

    boolean isOpen() {
        return open;
    }

    boolean hasHole() {
        return toTarget.hasHole() || toClient.hasHole();
    }

    boolean isHeld() {
        return holds > 0;
    }

    void hold() {
        holds++;
    }

    void release() {
        holds--;
        drain();
    }

    void drain() {
        toTarget.drain();
        toClient.drain();
    }

    /** Holds this connection until the actions have ended. */
    void act(List<Trigger> triggers, Frame frame, Runnable then) {
        hold();
        triggers.forEach(trigger -> {
            log(Kind.TRIGGER, frame.direction(), trigger + " fires", frame);
            trigger.fire(new Shot(tap.edge(), frame, Instant.now()));
        });
        Thread thread = new Thread(
                () -> {
                    triggers.forEach(trigger -> act(trigger, frame));
                    goOn(then);
                },
                "trigger-" + tap.edge());
        thread.setDaemon(true);
        thread.start();
    }

    private void act(Trigger trigger, Frame frame) {
        String result = trigger.act().map(failed -> "failed: " + failed).orElse("is done");
        log(Kind.TRIGGER, frame.direction(), trigger + " " + result, frame);
    }

    private void goOn(Runnable then) {
        try {
            client.eventLoop().execute(() -> {
                then.run();
                release();
            });
        } catch (RejectedExecutionException closed) {
            log(Kind.TRIGGER, null, "the tap was closed meanwhile", null);
        }
    }

    /** Both sides see what they see when the other process has ended. */
    void close() {
        if (open) {
            open = false;
            client.close();
            target.close();
            toTarget.release();
            toClient.release();
            tap.remove(this);
            log(Kind.CLOSED, null, "both sides", null);
        }
    }

    void log(Kind kind, @Nullable Direction direction, String text, @Nullable Frame frame) {
        tap.log().add(tap.edge(), number, kind, direction, text, frame);
    }
}
