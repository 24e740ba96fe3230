package com.changgou.faultmatrix.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.Page;
import com.changgou.faultmatrix.check.Invariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invariant: the reports in docs/chaos are of the schedules that their seeds give today, and each invariant holds in them. Written
 * by {@code ./demo chaos --seed N --minutes 10}, and copied from .demo/chaos.
 */
class ChaosPageTests {

    private static final Path REPORTS = Path.of(System.getProperty("changgou.root"), "docs/chaos");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theReportIsOfTheScheduleAndHolds(int seed) throws IOException {
        String name = "chaos-" + seed;
        JsonNode report = JsonMapper.shared().readTree(Files.readString(REPORTS.resolve(name + ".json")));
        Schedule schedule = Schedule.of(seed, Duration.ofMinutes(10));

        assertThat(report.path("open")).isEmpty();
        assertThat(report.at("/report/findings").isArray()).isTrue();
        assertThat(report.at("/report/findings")).isEmpty();
        assertThat(report.at("/report/notJudged")).isEmpty();
        List<String> played = report.path("played")
                .valueStream()
                .map(step -> step.path("what").asString() + " "
                        + step.path("subject").asString())
                .toList();
        assertThat(played)
                .containsExactlyInAnyOrderElementsOf(schedule.steps().stream()
                        .map(step -> step.disturbance().what() + " "
                                + step.disturbance().subject())
                        .toList());
        String markdown = Files.readString(REPORTS.resolve(name + ".md"));
        assertThat(markdown).contains("(" + name + ".png)").doesNotContain("**no**");
        Stream.of(Invariant.values()).forEach(invariant -> assertThat(markdown).contains("| " + invariant + " | "));
        assertThat(Files.size(REPORTS.resolve(name + ".png"))).isPositive();
        assertThat(Page.text()).contains("(chaos/" + name + ".md)");
    }
}
