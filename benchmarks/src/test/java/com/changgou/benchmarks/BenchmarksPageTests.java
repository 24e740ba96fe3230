package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Invariant: docs/benchmarks.md is made of the run in docs/benchmarks.json, which counts, and what is concluded behind it has no figure
 * that the run has not. The run and its pictures are copied from where {@code ./demo bench} has written them;
 * {@code -Ddocs.update=true} makes the page of it.
 */
class BenchmarksPageTests {

    private static final Path DOCS = Path.of(System.getProperty("changgou.root"), "docs");
    private static final Path PAGE = DOCS.resolve(BenchReport.PAGE);
    private static final String CONCLUSIONS = "\n## What to choose\n";
    private static final Pattern FIGURE = Pattern.compile("\\d+\\.\\d+");

    private static String made = "";
    private static String page = "";

    @BeforeAll
    static void read() throws IOException {
        made = BenchReport.read(DOCS).page();
        page = Files.readString(PAGE);
        if (Boolean.getBoolean("docs.update")) {
            page = made + page.substring(page.indexOf(CONCLUSIONS));
            Files.writeString(PAGE, page);
        }
    }

    @Test
    void thePageIsMadeOfTheRun() {
        assertThat(page).startsWith(made + CONCLUSIONS);
    }

    @Test
    void theRunIsWholeAndCounts() {
        assertThat(made).contains("the run counts").contains("## Tuning").doesNotContain("no score |");
    }

    @Test
    void whatIsConcludedIsOfTheRun() {
        String conclusions = page.substring(page.indexOf(CONCLUSIONS));
        assertThat(figures(conclusions)).isNotEmpty().isSubsetOf(figures(made));
    }

    @Test
    void thePicturesAreThere() {
        assertThat(Pattern.compile("\\((images/[^)]+)\\)")
                        .matcher(page)
                        .results()
                        .map(image -> image.group(1)))
                .hasSize(3)
                .allSatisfy(image -> assertThat(DOCS.resolve(image)).isNotEmptyFile());
    }

    private static Set<String> figures(String text) {
        return FIGURE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
