package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: the page says what was measured, against local and against the floor, and of what has no score that it has none. */
class BenchReportTests {

    private static final Experiment SIDE_BY_SIDE = new Experiments(1, Duration.ofSeconds(1)).sideBySide();

    @TempDir
    Path directory;

    private String page;

    @BeforeEach
    void write() throws Exception {
        List<Round> rounds = SIDE_BY_SIDE.entries().stream()
                .map(entry -> entry.contender() == Contender.XA
                        ? SomeResult.round(1, entry, 300, "I6: a prepared branch")
                        : SomeResult.round(1, entry, entry.contender() == Contender.AT ? 250 : 500))
                .toList();
        new BenchReport(SomeResult.of(Map.of(SIDE_BY_SIDE, rounds)), "files").write(directory);
        page = Files.readString(directory.resolve(BenchReport.PAGE));
    }

    @Test
    void modeIsComparedWithLocalAndWithItsFloor() {
        // local: 2 ms; 8 statements of 0.1 ms and 3 TC calls of 0.2 ms more make 3.4 ms, and 4 ms were measured.
        assertThat(page)
                .contains(
                        "| at | 4.00 ms | 2.00 (2.00–2.00) | 3.40 ms, × 1.18 | 250.0/s | 0.50 (0.50–0.50) | 4.00 ms | 1.2 s |");
    }

    @Test
    void whatHasNoScoreIsInNoRatioAndIsNamed() {
        assertThat(page)
                .contains("| xa | no score | no score |  | no score | no score | no score | 1.2 s |")
                .contains("- block 1, xa, 1000 rows, 8 clients: [I6: a prepared branch]");
    }

    @Test
    void countsAreWholeNumbersByKind() {
        assertThat(page).contains("| at | 28 | 3: BranchRegister × 2, GlobalBegin | 3 | 2 | 0 | 0 | 0 |");
    }

    @Test
    void pageShowsThePictureOfWhatHasAScore() {
        assertThat(page).contains("(images/benchmarks-ratios.png)");
        assertThat(directory.resolve("images/benchmarks-ratios.png")).isNotEmptyFile();
    }

    @Test
    void everyRoundIsInTheJson() throws Exception {
        JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.resolve("benchmarks.json")));
        assertThat(json.path("rounds")).hasSize(SIDE_BY_SIDE.entries().size());
        assertThat(json.at("/rounds/0/placed").asLong()).isPositive();
    }
}
