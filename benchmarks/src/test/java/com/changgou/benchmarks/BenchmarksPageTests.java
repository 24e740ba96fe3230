package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Invariant: docs/benchmarks.md is made of the run in docs/benchmarks.json, docs/benchmarks-db is one with the TC on a database, both
 * count, and what is concluded has no figure that the runs have not. A run and its pictures are copied from where {@code ./demo bench}
 * has written them; {@code -Ddocs.update=true} makes the pages of it.
 */
class BenchmarksPageTests {

    private static final Path DOCS = Path.of(System.getProperty("changgou.root"), "docs");
    private static final Path PAGE = DOCS.resolve(BenchReport.PAGE);
    private static final Path ON_A_DATABASE = DOCS.resolve("benchmarks-db");
    private static final String CONCLUSIONS = "\n## What to choose\n";
    private static final Pattern FIGURE = Pattern.compile("\\d+\\.\\d+");

    private static String made = "";
    private static String page = "";
    private static String madeOnADatabase = "";
    private static String pageOnADatabase = "";

    @BeforeAll
    static void read() throws IOException {
        made = BenchReport.read(DOCS).page();
        madeOnADatabase = BenchReport.read(ON_A_DATABASE).page();
        page = Files.readString(PAGE);
        if (Boolean.getBoolean("docs.update")) {
            page = made + page.substring(page.indexOf(CONCLUSIONS));
            Files.writeString(PAGE, page);
            Files.writeString(ON_A_DATABASE.resolve(BenchReport.PAGE), madeOnADatabase);
        }
        pageOnADatabase = Files.readString(ON_A_DATABASE.resolve(BenchReport.PAGE));
    }

    @Test
    void thePageIsMadeOfTheRun() {
        assertThat(page).startsWith(made + CONCLUSIONS);
    }

    @Test
    void theRunIsWholeAndCounts() {
        assertThat(made)
                .contains("sessions in files", "the run counts", "## Tuning")
                .doesNotContain("no score |");
    }

    @Test
    void theOtherRunIsOfADatabaseAndCounts() {
        assertThat(pageOnADatabase)
                .isEqualTo(madeOnADatabase)
                .contains("sessions in a database", "the run counts")
                .doesNotContain("no score |");
    }

    @Test
    void whatIsConcludedIsOfTheRun() {
        String conclusions = page.substring(page.indexOf(CONCLUSIONS));
        assertThat(figures(conclusions)).isNotEmpty().isSubsetOf(figures(made + madeOnADatabase));
    }

    @Test
    void thePicturesAreThere() {
        assertThat(pictures(DOCS, page))
                .hasSize(3)
                .allSatisfy(picture -> assertThat(picture).isNotEmptyFile());
        assertThat(pictures(ON_A_DATABASE, pageOnADatabase))
                .hasSize(1)
                .allSatisfy(picture -> assertThat(picture).isNotEmptyFile());
    }

    private static List<Path> pictures(Path directory, String text) {
        return Pattern.compile("\\((images/[^)]+)\\)")
                .matcher(text)
                .results()
                .map(image -> directory.resolve(image.group(1)))
                .toList();
    }

    private static Set<String> figures(String text) {
        return FIGURE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
