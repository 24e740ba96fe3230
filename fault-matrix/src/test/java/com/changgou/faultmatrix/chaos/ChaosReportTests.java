package com.changgou.faultmatrix.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.cell.Store;
import com.changgou.faultmatrix.chaos.Disturbance.Effect;
import com.changgou.faultmatrix.check.Finding;
import com.changgou.faultmatrix.check.Finding.Violation;
import com.changgou.faultmatrix.check.Invariant;
import com.changgou.faultmatrix.check.Report;
import com.changgou.faultmatrix.check.Report.Summary;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.faultmatrix.history.History;
import com.changgou.proof.OrderApi.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosReportTests {

    private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");
    private static final Effect NONE = new Effect(Optional::empty, () -> {});
    private static final Played LANDED =
            new Played("tc", "kill -9", seconds(61), seconds(64), seconds(70), "tc ended by signal 9", null, NONE);
    private static final Played MISSED =
            new Played("broker", "cut", seconds(10), seconds(12), seconds(12), null, null, NONE);

    @TempDir
    Path directory;

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static ChaosReport report(List<String> open, List<Finding> findings) {
        Summary summary = new Summary(3, 1, 1, 1, 0, 0, OptionalLong.empty(), 10);
        return new ChaosReport(
                new Schedule(5, Duration.ofMinutes(2), List.of()),
                Store.FILE,
                BEGIN,
                List.of(LANDED, MISSED),
                Throughput.of(history(), BEGIN),
                seconds(9),
                open,
                new Report(findings, Set.of(Invariant.I9), summary));
    }

    private static History history() {
        Request request = new Request("u1", List.of());
        return new History(List.of(
                new Invoke("a", BEGIN, "at", request),
                new Invoke("b", BEGIN, "at", request),
                new Invoke("c", BEGIN, "at", request),
                new Ok("a", BEGIN.plusMillis(500), 201, "order", "xid"),
                new Unknown("b", BEGIN.plusMillis(999), 0, "reset"),
                new Fail("c", BEGIN.plusMillis(1000), 422, "too little"),
                new Ok("b", BEGIN.plusSeconds(5), 200, "order2", "xid2")));
    }

    @Test
    void firstAnswersAreCountedBySecond() {
        assertThat(Throughput.of(history(), BEGIN))
                .containsExactly(new Throughput(0, 1, 0, 1), new Throughput(1, 0, 1, 0));
    }

    @Test
    void whatIsStillOpenOrWrongDoesNotHoldAndIsSaid() {
        Finding finding = new Finding(Invariant.I1, List.of(new Violation("tb_sku 4", "10 pieces", "9 pieces")));
        assertThat(report(List.of(), List.of()).holds()).isTrue();
        assertThat(report(List.of("lock on tb_sku 4"), List.of()).holds()).isFalse();
        ChaosReport wrong = report(List.of(), List.of(finding));
        assertThat(wrong.holds()).isFalse();
        assertThat(wrong.markdown(""))
                .contains(
                        "**Something does not hold.**", "tb_sku 4", "| I1 | " + Invariant.I1.meaning() + " | **no** |")
                .contains("| I9 | " + Invariant.I9.meaning() + " | not judged |");
    }

    @Test
    void faultsStandInTheirOrderWithTheirWitness() {
        assertThat(report(List.of(), List.of()).markdown(""))
                .contains("1 of 2 landed")
                .contains("| 00:10 | cut broker | 2.0 s | 0.0 s | did not land |\n"
                        + "| 01:01 | kill -9 tc | 3.0 s | 6.0 s | tc ended by signal 9 |");
    }

    @Test
    void reportIsWrittenForPeopleAndForPrograms() throws IOException {
        report(List.of(), List.of()).write(directory);
        assertThat(directory.resolve("chaos-5.json")).content().contains("\"seed\" : 5", "\"kill -9\"");
        assertThat(directory.resolve("chaos-5.md")).content().contains("./demo chaos --seed 5 --minutes 2");
        assertThat(ImageIO.read(Files.newInputStream(directory.resolve("chaos-5.png")))
                        .getWidth())
                .isPositive();
    }
}
