package com.changgou.faultmatrix.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Invariant: the table of corruptions in the docs is what the checker finds. Run with {@code -Ddocs.update=true} to write it into
 * the page.
 */
class CorruptionsPageTests {

    private static final Path PAGE = Path.of(System.getProperty("changgou.root"), "docs/fault-matrix.md");
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- corruptions -->\n)(.*?)(?=<!-- /corruptions -->)", Pattern.DOTALL);

    @Test
    void thePageShowsWhatCatchesEachCorruption() throws IOException {
        String table = table();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, shown().replaceFirst(Matcher.quoteReplacement(table)));
        }
        Matcher shown = shown();
        assertThat(shown.find()).as("%s has the markers", PAGE).isTrue();
        assertThat(shown.group()).isEqualTo(table);
    }

    private static Matcher shown() throws IOException {
        return TABLE.matcher(Files.readString(PAGE));
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
