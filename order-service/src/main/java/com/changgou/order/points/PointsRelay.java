package com.changgou.order.points;

import com.changgou.order.points.TaskClaims.Claimed;
import com.changgou.seata.outcome.CoordinatorUnavailableException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends what is due: soon after a global commit, and on a schedule for whatever was left. The table is the queue; to be woken
 * spares time and guarantees nothing. Its scheduler has one thread, so an instance sends one batch at a time.
 */
@Component
public class PointsRelay {

    private static final Logger log = LoggerFactory.getLogger(PointsRelay.class);

    private final TaskClaims claims;
    private final TaskSender sender;
    private final TaskScheduler scheduler;
    private final PointsProperties properties;
    private final AtomicBoolean woken = new AtomicBoolean();

    PointsRelay(TaskClaims claims, TaskSender sender, TaskScheduler scheduler, PointsProperties properties) {
        this.claims = claims;
        this.sender = sender;
        this.scheduler = scheduler;
        this.properties = properties;
    }

    /** Looks soon; returns at once. To be called when a global transaction was committed. */
    public void wake() {
        if (properties.relay() && woken.compareAndSet(false, true)) {
            scheduler.schedule(this::sweep, Instant.now().plus(properties.linger()));
        }
    }

    @Scheduled(fixedDelayString = "${changgou.points.sweep:2s}")
    void sweep() {
        woken.set(false);
        try {
            if (properties.relay()) {
                sendDue();
            }
        } catch (CoordinatorUnavailableException undecided) {
            log.warn("No task is sent: {}", undecided.getMessage());
        }
    }

    private void sendDue() {
        long after = 0;
        Claimed claimed;
        boolean reachable;
        do {
            claimed = claims.claim(after);
            reachable = sender.send(claimed.toSend());
            after = claimed.last();
        } while (reachable && !claimed.isEnd());
    }
}
