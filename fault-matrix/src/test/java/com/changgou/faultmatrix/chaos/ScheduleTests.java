package com.changgou.faultmatrix.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.chaos.Schedule.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTests {

    private static final Duration LENGTH = Duration.ofMinutes(10);

    @Test
    void sameSeedChoosesTheSameAndAnotherOneDoesNot() {
        assertThat(texts(Schedule.of(7, LENGTH))).isEqualTo(texts(Schedule.of(7, LENGTH)));
        assertThat(texts(Schedule.of(7, LENGTH))).isNotEqualTo(texts(Schedule.of(8, LENGTH)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsDoneTwiceAtOnceToTheSameAndAllEndsInPeace(long seed) {
        List<Step> steps = Schedule.of(seed, LENGTH).steps();
        steps.stream()
                .collect(Collectors.groupingBy(step -> step.disturbance().subject()))
                .values()
                .forEach(ofSubject -> {
                    for (int i = 1; i < ofSubject.size(); i++) {
                        assertThat(ofSubject.get(i).from())
                                .isGreaterThanOrEqualTo(ofSubject.get(i - 1).to());
                    }
                });
        assertThat(steps).hasSizeGreaterThan(60).allSatisfy(step -> {
            assertThat(step.to()).isLessThanOrEqualTo(LENGTH.minusSeconds(15));
            assertThat(step.to().minus(step.from()))
                    .isBetween(step.disturbance().shortest(), step.disturbance().longest());
        });
    }

    @Test
    void someOverlap() {
        List<Step> steps = Schedule.of(1, LENGTH).steps();
        assertThat(steps)
                .anySatisfy(step -> assertThat(steps)
                        .anyMatch(other -> other.from().compareTo(step.from()) > 0
                                && other.from().compareTo(step.to()) < 0));
    }

    /** What nobody ever chooses is no part of the run. */
    @Test
    void eachDisturbanceIsChosenBySomeSeed() {
        List<Disturbance> chosen = LongStream.range(0, 60)
                .mapToObj(seed -> Schedule.of(seed, LENGTH))
                .flatMap(schedule -> schedule.steps().stream())
                .map(Step::disturbance)
                .distinct()
                .toList();
        assertThat(chosen).containsExactlyInAnyOrderElementsOf(Disturbances.ALL);
    }

    private static List<String> texts(Schedule schedule) {
        return schedule.steps().stream().map(Step::toString).toList();
    }
}
