package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Invariant: what is counted is what came between two readings, and the floor is the sum of the steps that came on top. */
class WorkTests {

    private static final Work EARLIER = new Work(100, Map.of("GlobalBegin", 4L), Map.of("BranchCommit", 8L), 10, 6);
    private static final Work LATER =
            new Work(130, Map.of("GlobalBegin", 5L, "BranchRegister", 2L), Map.of("BranchCommit", 8L), 13, 8);

    @Test
    void differenceHasWhatCameInBetweenAndNothingElse() {
        assertThat(LATER.since(EARLIER))
                .isEqualTo(new Work(30, Map.of("GlobalBegin", 1L, "BranchRegister", 2L), Map.of(), 3, 2));
    }

    @Test
    void housekeepingOfOneReadingIsNotInTheLeast() {
        Work quiet = new Work(20, Map.of("GlobalBegin", 1L), Map.of(), 3, 2);
        Work disturbed = new Work(21, Map.of("GlobalBegin", 1L, "GlobalStatus", 1L), Map.of(), 2, 2);
        assertThat(disturbed.orLess(quiet)).isEqualTo(new Work(20, Map.of("GlobalBegin", 1L), Map.of(), 2, 2));
        assertThat(quiet.orLess(disturbed)).isEqualTo(disturbed.orLess(quiet));
    }

    @Test
    void floorAddsEachStepThatIsMore() {
        Floor floor = new Floor(
                Duration.ofNanos(100), Duration.ofNanos(2_000), Duration.ofNanos(30_000), Duration.ofNanos(400_000));
        Work less = new Work(10, Map.of(), Map.of(), 3, 2);
        Work more = new Work(18, Map.of("GlobalBegin", 1L, "BranchRegister", 2L), Map.of("BranchCommit", 1L), 5, 2);
        assertThat(floor.of(Duration.ofNanos(1_000_000), less, more))
                .isEqualTo(Duration.ofNanos(1_000_000 + 8 * 100 + 4 * 30_000 + 2 * 2_000));
    }
}
