package com.changgou.order.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.scheduling.TaskScheduler;

/** An instance that does not send touches no task, woken or not. */
class PointsRelayTests {

    private static final Duration LINGER = Duration.ofMillis(50);

    private final TaskClaims claims = mock(TaskClaims.class);
    private final TaskSender sender = mock(TaskSender.class);
    private final TaskScheduler scheduler = mock(TaskScheduler.class);

    @Test
    void sends() {
        given(claims.claim(0)).willReturn(new TaskClaims.Claimed(List.of(), 0, true));
        PointsRelay relay = relay(true);

        relay.wake();
        relay.sweep();

        verify(scheduler).schedule(any(Runnable.class), any(Instant.class));
        verify(sender).send(List.of());
    }

    /** A look for each order costs as much as a look for many. */
    @Test
    void looksOnceForAllThatIsPlacedWhileItLingers() {
        ArgumentCaptor<Instant> when = ArgumentCaptor.forClass(Instant.class);
        Instant before = Instant.now();
        PointsRelay relay = relay(true);

        relay.wake();
        relay.wake();

        verify(scheduler).schedule(any(Runnable.class), when.capture());
        assertThat(when.getValue()).isAfterOrEqualTo(before.plus(LINGER));
    }

    @Test
    void leavesThemToOthers() {
        PointsRelay relay = relay(false);

        relay.wake();
        relay.sweep();

        verifyNoInteractions(scheduler, claims, sender);
    }

    private PointsRelay relay(boolean sends) {
        return new PointsRelay(
                claims,
                sender,
                scheduler,
                new PointsProperties(
                        sends,
                        Duration.ofSeconds(2),
                        LINGER,
                        100,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        20));
    }
}
