package com.changgou.faultmatrix.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.Prepared;
import com.changgou.faultmatrix.check.State.Residue;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;
import com.changgou.proof.Coordinator;
import com.changgou.proof.ObservationException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuiescenceTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void waitsUntilNothingIsGoingOnAlsoWhereNobodyAnswersMeanwhile() {
        AtomicInteger looks = new AtomicInteger();
        Quiescence.Result result = new Quiescence(() -> switch (looks.incrementAndGet()) {
                    case 1 -> List.of("session 1 Begin");
                    case 2 -> throw new ObservationException("The TC does not answer");
                    default -> List.of();
                })
                .await(LONG);
        assertThat(result.isQuiet()).isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void saysWhatWasStillGoingOnWhenTheLimitCame() {
        Quiescence.Result result = new Quiescence(() -> List.of("lock on tb_sku 1 of x")).await(Duration.ofMillis(500));
        assertThat(result.isQuiet()).isFalse();
        assertThat(result.open()).containsExactly("lock on tb_sku 1 of x");
        assertThat(result.took()).isBetween(Duration.ofMillis(500), LONG);
    }

    @Test
    void whoDoesNotAnswerIsNamed() {
        Quiescence.Result result = new Quiescence(() -> {
                    throw new ObservationException("The TC does not answer");
                })
                .await(Duration.ofMillis(300));
        assertThat(result.open()).containsExactly("The TC does not answer");
    }

    @Test
    void everythingThatIsOpenIsNamed() {
        Residue residue = new Residue(
                List.of(
                        new Undo("goods", "committed", 1, Undo.IMAGES),
                        new Undo("goods", "undecided", 2, Undo.IMAGES),
                        new Undo("goods", "guarded", 3, Undo.GUARD)),
                List.of(
                        new Fence("goods", "tried", 1, Fence.TRIED),
                        new Fence("goods", "confirmed", 2, Fence.CONFIRMED),
                        new Fence("goods", "cancelled", 3, Fence.CANCELLED),
                        new Fence("goods", "suspended", 4, Fence.SUSPENDED)),
                List.of(new Prepared("orders", "prepared", "prepared-1")),
                List.of(new Coordinator.Session("begun", "Begin", null, List.of())),
                List.of(new Coordinator.LockedRow("locking", 1, "r", "tb_sku", "7")));
        List<TaskRow> tasks = List.of(new TaskRow(1, "sent", "SENT", null), new TaskRow(2, "dead", "DEAD", "why"));
        assertThat(Quiescence.open(residue, tasks, Set.of("committed")))
                .containsExactlyInAnyOrder(
                        "session begun Begin",
                        "lock on tb_sku 7 of locking",
                        "prepared prepared-1 in orders",
                        "tried branch of tried in goods",
                        "undo images of undecided in goods",
                        "task of order sent SENT");
    }
}
