package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.launcher.cli.Story;
import com.changgou.launcher.walkthrough.Page.Captured;
import com.changgou.proof.Comparison;
import com.changgou.proof.Comparison.Line;
import com.changgou.proof.Mode;
import com.changgou.proof.Proof.Verdict;
import com.changgou.proof.ProofPrinter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code ./demo compare} measures is what the protocol says, and what the docs show. Run with {@code -Ddocs.update=true} to
 * write the table into the pages.
 */
class ComparisonIT {

    private static final String[] SETTING = Comparison.WITHOUT_POINTS.split(":");

    private static Comparison comparison;

    @BeforeAll
    static void compare() {
        try (LocalProcessSystem system =
                LocalProcessSystem.startAsForUsers("compare", Map.of(SETTING[0], List.of(SETTING[1])))) {
            comparison = Comparison.of(system.system().site(), system.system().tcConsole(), Story.ORDER, step -> {});
        }
        if (Boolean.getBoolean("docs.update")) {
            DocsPage.all().forEach(page -> page.rewrite(DocsPage::isOfComparison, block -> comparison.table()));
        }
    }

    @Test
    void everyOutcomeIsProven() {
        for (Line line : comparison.lines()) {
            assertThat(line.proof().isProven())
                    .as(() -> ProofPrinter.print(line.proof()))
                    .isTrue();
        }
        assertThat(comparison.lines()).hasSize(2 * Mode.values().length);
    }

    /** A call more or less for an order is a change of the protocol, or of ours. */
    @ParameterizedTest
    @CsvSource({
        "AT,    COMMITTED,   0, GlobalCommit,   BranchCommit",
        "AT,    ROLLED_BACK, 0, GlobalRollback, BranchRollback",
        "TCC,   COMMITTED,   1, GlobalCommit,   BranchCommit",
        "TCC,   ROLLED_BACK, 2, GlobalRollback, BranchRollback",
        "MIXED, COMMITTED,   1, GlobalCommit,   BranchCommit",
        "MIXED, ROLLED_BACK, 2, GlobalRollback, BranchRollback",
        "XA,    COMMITTED,   1, GlobalCommit,   BranchCommit",
        "XA,    ROLLED_BACK, 1, GlobalRollback, BranchRollback"
    })
    void callsBetweenTheCoordinatorAndItsClients(
            Mode mode, Verdict verdict, long lockQueries, String decision, String phaseTwo) {
        Map<String, Long> calls = line(mode, verdict).cost().tcCalls();

        assertThat(calls.getOrDefault("GlobalLockQuery", 0L))
                .as("is the row free of AT branches?")
                .isEqualTo(lockQueries);
        assertThat(calls)
                .containsAllEntriesOf(Map.of("GlobalBegin", 1L, "BranchRegister", 2L, decision, 1L, phaseTwo, 2L))
                .hasSize(lockQueries == 0 ? 4 : 5);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsCommittedInPhaseOneCanBeReadEarly(Mode mode) {
        assertThat(line(mode, Verdict.ROLLED_BACK).isDirtyRead()).isEqualTo(mode == Mode.AT || mode == Mode.MIXED);
    }

    @Test
    void docsShowIt() {
        List<String> shown = DocsPage.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(DocsPage::isOfComparison)
                .map(Captured::shown)
                .toList();
        assertThat(shown).isNotEmpty().allSatisfy(table -> assertThat(table).isEqualTo(comparison.table()));
    }

    private static Line line(Mode mode, Verdict verdict) {
        return comparison.lines().stream()
                .filter(line -> line.mode() == mode && line.proof().verdict() == verdict)
                .findFirst()
                .orElseThrow();
    }
}
