package com.changgou.faultmatrix.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.history.Event;
import com.changgou.faultmatrix.history.History;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTests {

    private static final List<Corruption> CORRUPTIONS = Corruption.ALL;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRunThatWentWellHasNoFinding(long seed) {
        SyntheticRun run = new SyntheticRun(seed);
        Report report = run.check();
        assertThat(report.findings()).isEmpty();
        assertThat(report.notJudged()).isEmpty();
        assertThat(report.summary().invoked()).isEqualTo(SyntheticRun.REQUESTS);
        assertThat(report.summary().ok()).isGreaterThan(250);
        assertThat(report.summary().fail()).isGreaterThan(20);
        assertThat(report.summary().unknown()).isGreaterThan(50);
        assertThat(report.summary().points()).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CORRUPTIONS")
    void aCorruptionIsCaughtByItsInvariantsAndByNoOther(Corruption corruption) {
        SyntheticRun run = new SyntheticRun(1);
        Object subject = corruption.seed().plant(run);
        Report report = run.check();
        assertThat(report.violated()).as("%s", report).isEqualTo(corruption.caughtBy());
        assertThat(report.findings())
                .as("one of them names it")
                .anyMatch(finding -> finding.toString().contains(subject.toString()));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CORRUPTIONS")
    void aCorruptionIsCaughtInAnotherRunToo(Corruption corruption) {
        SyntheticRun run = new SyntheticRun(2);
        corruption.seed().plant(run);
        assertThat(run.check().violated()).isEqualTo(corruption.caughtBy());
    }

    @Test
    void eachInvariantIsTried() {
        Set<Invariant> tried =
                CORRUPTIONS.stream().flatMap(each -> each.caughtBy().stream()).collect(Collectors.toSet());
        assertThat(tried).isEqualTo(EnumSet.allOf(Invariant.class));
    }

    @Test
    void whatIsNotHandedInIsNotJudgedAndTheReportSaysSo() {
        SyntheticRun run = new SyntheticRun(1);
        Report report = new Checker(Samples.NONE, new Allowance(0.4, run.deadOrders, 0))
                .check(new History(run.events), run.initial, run.state());
        assertThat(report.isClean()).isTrue();
        assertThat(report.notJudged()).containsExactly(Invariant.I7, Invariant.I8, Invariant.I9);
        assertThat(report.toString()).contains("Not judged: [I7, I8, I9]", "branches not counted");
    }

    @Test
    void theUnknownAreCountedByTheirFirstAnswerAndByWhatBecameOfThem() {
        SyntheticRun run = new SyntheticRun(1);
        Report.Summary summary = run.check().summary();
        long everUnknown = run.events.stream()
                .filter(Event.Unknown.class::isInstance)
                .map(Event::key)
                .distinct()
                .count();
        assertThat(summary.unknown()).isEqualTo(everUnknown);
        assertThat(summary.unknownTookEffect()).isPositive().isLessThan(everUnknown);
        assertThat(summary.ok() + summary.fail() + summary.unresolved()).isEqualTo(summary.invoked());
    }

    @Test
    void piecesThatWereDeliveredAddUp() {
        SyntheticRun run = new SyntheticRun(1);
        run.take(20, -100);
        Samples samples = run.samples();
        Samples withDelivery = new Samples(
                samples.stock(),
                samples.committed(),
                samples.canaries(),
                samples.foreignXids(),
                samples.outcomes(),
                Map.of(20L, 100),
                samples.branches());
        Report report = new Checker(withDelivery, new Allowance(0.4, run.deadOrders, 0))
                .check(new History(run.events), run.initial, run.state());
        assertThat(report.findings()).isEmpty();
        assertThat(run.check().violated()).contains(Invariant.I1);
    }
}
