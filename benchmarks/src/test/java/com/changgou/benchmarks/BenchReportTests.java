package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.benchmarks.report.Bars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        new BenchReport(SomeResult.of(new Result.Played(SIDE_BY_SIDE, rounds))).write(directory);
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

    /** 250 orders have used 100 ms of the TC's processor time and 20 ms of the clients'. */
    @Test
    void processorTimeIsAnOrders() {
        assertThat(page).contains("| at | 0.00 ms | 0.00 ms | 0.40 ms | 0.00 ms | 0.00 ms | 0.08 ms | 0.48 ms |");
    }

    @Test
    void countsAreWholeNumbersByKind() {
        assertThat(page).contains("| at | 28 | 3: BranchRegister × 2, GlobalBegin | 3 | 2 | 0 | 0 | 0 |");
    }

    @Test
    void aimThatNobodyHasMeasuredIsNotMissed() {
        assertThat(page).contains("| message, p50 ≤ 1.15 × local's |").doesNotContain("| hot row, 8 clients");
    }

    @Test
    void pageShowsThePictureOfWhatHasAScore() {
        assertThat(page).contains("(images/benchmarks-ratios.png)");
        assertThat(directory.resolve("images/benchmarks-ratios.png")).isNotEmptyFile();
    }

    /** Colours go by place, and experiments draw their order. */
    @Test
    void modeHasTheSameColourInAllPictures() {
        Experiment hotRow = new Experiments(1, Duration.ofSeconds(1)).hotRow();
        List<Round> rounds = new ArrayList<>(hotRow.entries().stream()
                .map(entry -> SomeResult.round(1, entry, 100))
                .toList());
        Collections.reverse(rounds);

        Pictures pictures = new Pictures(SomeResult.of(new Result.Played(hotRow, rounds)));

        assertThat(pictures.hotRow(Result.Measure.P99, "ms").lines().keySet())
                .containsExactly("local", "at, stock settings", "at", "tcc", "at, split", "xa");
        assertThat(new Pictures(SomeResult.of(new Result.Played(SIDE_BY_SIDE, all())))
                        .ratios().bars().stream().map(Bars.Bar::name).distinct())
                .containsExactly("local again", "at, stock settings", "at", "tcc", "mixed", "xa", "message");
    }

    private static List<Round> all() {
        return SIDE_BY_SIDE.entries().stream()
                .map(entry -> SomeResult.round(1, entry, 100))
                .toList();
    }

    @Test
    void pageCanBeMadeAgainOfTheJson() throws Exception {
        assertThat(BenchReport.read(directory).page()).isEqualTo(page);
    }

    @Test
    void wholeRunHasAPartForEachExperimentAndEachSetting() throws Exception {
        Experiments experiments = new Experiments(1, Duration.ofSeconds(1));
        List<Experiment> all = new ArrayList<>(List.of(
                SIDE_BY_SIDE,
                experiments.hotRow(),
                experiments.open(List.of(20.0, 40.0)),
                experiments.branches(),
                experiments.rows(),
                experiments.clients(),
                experiments.aborts()));
        Tuning.ALL.forEach(tuning -> all.add(experiments.of(tuning)));
        Result result = SomeResult.of(all.stream()
                        .map(experiment -> new Result.Played(
                                experiment,
                                experiment.entries().stream()
                                        .map(entry -> SomeResult.round(1, entry, 100))
                                        .toList()))
                        .toArray(Result.Played[]::new))
                .with(Map.of("tc", Map.of("Netty", 0.75)));

        new BenchReport(result).write(directory);

        assertThat(BenchReport.read(directory).page())
                .isEqualTo(Files.readString(directory.resolve(BenchReport.PAGE)))
                .contains(
                        "## Hot row", "## Open loop", "## Branches", "## Rows", "## Clients", "## Aborts", "## Tuning")
                .contains("| Netty | 75 % |")
                .contains("| at | 20/s | 100.0/s | 10.01 ms | 10.01 ms |")
                .contains("| hot row, 8 clients: at ≥ 4 × that with stock settings | 1.00 | no |")
                .doesNotContain("| no score");
        assertThat(directory.resolve("images/benchmarks-hot-row.png")).isNotEmptyFile();
    }
}
