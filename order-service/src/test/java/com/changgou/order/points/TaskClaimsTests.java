package com.changgou.order.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

import com.changgou.order.points.TaskClaims.Claimed;
import com.changgou.seata.datasource.GlobalLocks;
import com.changgou.seata.outcome.CoordinatorUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant: a task of an open global transaction is neither sent nor touched, and keeps no other from being sent. */
class TaskClaimsTests {

    private static final int MAX_ATTEMPTS = 3;

    private final TaskMapper tasks = mock(TaskMapper.class);
    private final GlobalLocks globalLocks = mock(GlobalLocks.class);
    private final PointsProperties properties = new PointsProperties(
            true,
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            3,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            MAX_ATTEMPTS);
    private final TaskClaims claims = new TaskClaims(tasks, globalLocks, properties);

    @Test
    void asksOnceWhereNothingIsOpen() {
        due(task(1, 0), task(2, 0));
        given(globalLocks.areFree("tb_task", List.of(1L, 2L))).willReturn(true);

        Claimed claimed = claims.claim(0);

        assertThat(claimed.toSend()).extracting(Task::id).containsExactly(1L, 2L);
        assertThat(claimed.toSend()).allMatch(task -> task.version() == 1 && task.attempts() == 1);
        assertThat(claimed.isEnd()).isTrue();
        then(tasks).should().claim(List.of(1L, 2L), 30_000);
        then(globalLocks).should(times(1)).areFree(any(), any());
    }

    @Test
    void leavesAnOpenOneAloneAndGoesOnBehindIt() {
        due(task(1, 0), task(2, 0), task(3, MAX_ATTEMPTS));
        given(globalLocks.areFree("tb_task", List.of(2L))).willReturn(true);

        Claimed claimed = claims.claim(0);

        assertThat(claimed.toSend()).extracting(Task::id).containsExactly(2L);
        assertThat(claimed.last()).isEqualTo(3);
        assertThat(claimed.isEnd()).isFalse();
        then(tasks).should().claim(List.of(2L), 30_000);
        then(tasks).should(never()).bury(anyLong(), any());
    }

    @Test
    void buriesWhatWasSentOftenEnough() {
        due(task(1, MAX_ATTEMPTS));
        given(globalLocks.areFree("tb_task", List.of(1L))).willReturn(true);

        assertThat(claims.claim(0).toSend()).isEmpty();

        then(tasks).should().bury(1, "No answer after 3 messages");
        then(tasks).should(never()).claim(anyList(), anyLong());
    }

    @Test
    void claimsNothingWhenTheTcDoesNotAnswer() {
        due(task(1, 0));
        given(globalLocks.areFree(any(), any()))
                .willThrow(new CoordinatorUnavailableException(new IllegalStateException("gone")));

        assertThatThrownBy(() -> claims.claim(0)).isInstanceOf(CoordinatorUnavailableException.class);

        then(tasks).should(never()).claim(anyList(), anyLong());
    }

    @Test
    void backOffDoublesUpToItsCap() {
        assertThat(properties.backOff(1)).isEqualTo(10_000);
        assertThat(properties.backOff(2)).isEqualTo(20_000);
        assertThat(properties.backOff(4)).isEqualTo(60_000);
        assertThat(properties.backOff(Integer.MAX_VALUE)).isEqualTo(60_000);
    }

    private void due(Task... due) {
        given(tasks.lockDue(anyLong(), anyInt())).willReturn(List.of(due));
    }

    private static Task task(long id, int attempts) {
        return new Task(id, "o" + id, "ex", "key", "{}", attempts, 0);
    }
}
