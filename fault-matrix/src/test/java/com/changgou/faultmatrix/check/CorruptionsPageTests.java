package com.changgou.faultmatrix.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.Page;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Invariant: the table of corruptions in the docs is what the checker finds. Run with {@code -Ddocs.update=true} to write it into
 * the page.
 */
class CorruptionsPageTests {

    @Test
    void thePageShowsWhatCatchesEachCorruption() {
        String table = table();
        assertThat(Page.shown("corruptions", table)).isEqualTo(table);
    }

    private static String table() {
        return Corruption.ALL.stream()
                .map(CorruptionsPageTests::row)
                .collect(Collectors.joining("", "\n| Corruption | Caught by | Finding |\n| --- | --- | --- |\n", "\n"));
    }

    private static String row(Corruption corruption) {
        SyntheticRun run = new SyntheticRun(1);
        corruption.seed().plant(run);
        List<Finding> findings = run.check().findings();
        String caughtBy =
                findings.stream().map(finding -> finding.invariant().toString()).collect(Collectors.joining(", "));
        String violations = findings.stream()
                .map(finding -> finding.violations().get(0).toString())
                .collect(Collectors.joining("<br>"));
        return "| " + corruption.name() + " | " + caughtBy + " | " + violations + " |\n";
    }
}
