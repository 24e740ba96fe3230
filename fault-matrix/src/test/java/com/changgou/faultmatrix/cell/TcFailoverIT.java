package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Stage.TC;
import static com.changgou.faultmatrix.cell.Stage.TC_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.Page;
import com.changgou.faultmatrix.cell.CellResult.Verdict;
import com.changgou.faultmatrix.cell.Failover.Measured;
import com.changgou.faultmatrix.cell.Failover.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two TCs on one database. Invariant: what one of them has begun and does not finish, because it is killed, the other one does. What
 * it takes is in target/failover/failover.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(
        named = "cells",
        matches = "all",
        disabledReason = "It measures, and takes six minutes: -Dcells=all")
class TcFailoverIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path TARGET = ROOT.resolve("fault-matrix/target/failover");

    /**
     * Seen: half a second, as a rule. But a branch that the dead TC was just registering may keep its row locked until the other TC
     * looks a second time at its rollback.
     */
    private static final Duration NEXT_ORDER = Stage.RETRY_DEAD_THRESHOLD.plusSeconds(2);

    private static final Duration LAST_FAILURE = Stage.RETRY_DEAD_THRESHOLD.plusSeconds(4);

    private final List<Failover> failovers = new ArrayList<>();
    private Stage stage;

    static Stream<Arguments> failovers() {
        return Arrays.stream(Moment.values())
                .flatMap(moment -> Stream.of(TC, TC_2).map(dying -> Arguments.of(moment, dying)));
    }

    @BeforeAll
    void open() {
        stage = Stage.withTwoTcs(ROOT, TARGET.resolve("stage"));
    }

    @AfterAll
    void report() throws IOException {
        if (stage != null) {
            stage.close();
        }
        Files.writeString(TARGET.resolve("failover.md"), markdown());
        if (failovers.size() == Moment.values().length * 2) {
            Page.shown("failover", "\n" + markdown() + "\n");
        }
    }

    @ParameterizedTest(name = "{0}, {1} dies")
    @MethodSource("failovers")
    void theOtherTcFinishesWhatTheDeadOneHasBegun(Moment moment, String dying) throws IOException {
        Failover failover = new Failover(moment, dying, stage, TARGET);
        CellResult result = new TrialRunner(failover.cell(), stage, TARGET).run();
        System.out.println(result);
        assertThat(result.remarks()).as("%s", result).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);

        Measured measured = failover.measured();
        failovers.add(failover);
        System.out.println(measured);
        assertThat(measured.nextOrder()).isLessThan(NEXT_ORDER);
        assertThat(measured.lastFailure()).isLessThan(LAST_FAILURE);
    }

    private String markdown() {
        return """
                | Killed | It had | The client was told | Next order after | Finished after | Load for 20 s: orders, refused, unknown | Last failure after | Nothing open after the load | Used again after its start |
                | --- | --- | --- | --: | --: | --: | --: | --: | --: |
                %s

                %s
                """.formatted(
                        failovers.stream().map(TcFailoverIT::row).collect(Collectors.joining("\n")),
                        failovers.stream().map(TcFailoverIT::log).collect(Collectors.joining("\n")));
    }

    private static String row(Failover failover) {
        Measured measured = failover.measured();
        return "| "
                + String.join(
                        " | ",
                        failover.dying(),
                        failover.moment().words,
                        measured.told().name().toLowerCase(Locale.ROOT),
                        seconds(measured.nextOrder()),
                        seconds(measured.finished()),
                        measured.ordered() + ", " + measured.failed() + ", " + measured.unknown(),
                        seconds(measured.lastFailure()),
                        seconds(measured.quiet()),
                        seconds(measured.foundAgain()))
                + " |";
    }

    private static String log(Failover failover) {
        return """
                %s killed: %s

                ```text
                %s
                ```
                """.formatted(
                        failover.dying(),
                        failover.moment().words,
                        String.join("\n", failover.measured().log()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
