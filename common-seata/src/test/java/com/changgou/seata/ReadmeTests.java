package com.changgou.seata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Invariant: README.md of common-seata shows the settings as the build writes them down, and files as they are compiled and tested.
 * Run with {@code -Dreadme.update=true} to write them into it.
 */
class ReadmeTests {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path README = ROOT.resolve("common-seata/README.md");

    private static final Pattern PROPERTIES =
            Pattern.compile("(<!-- properties -->\\n)(.*?)(<!-- /properties -->\\n)", Pattern.DOTALL);

    /** {@code <!-- file: PATH -->} before a fenced block. */
    private static final Pattern FILE =
            Pattern.compile("(<!-- file: (\\S+) -->\\n```\\w*\\n)(.*?)(```\\n)", Pattern.DOTALL);

    @Test
    void showsEverySettingAndEveryFileAsItIs() throws IOException {
        String readme = Files.readString(README);
        String current = FILE.matcher(PROPERTIES.matcher(readme).replaceAll(ReadmeTests::withTable))
                .replaceAll(ReadmeTests::withFile);
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(README, current);
            readme = current;
        }

        assertThat(readme).isEqualTo(current);
    }

    /** Red when a marker is misspelled: its block would never be compared. */
    @Test
    void everyMarkerHasItsBlock() throws IOException {
        String readme = Files.readString(README);

        assertThat(PROPERTIES.matcher(readme).results()).hasSize(1);
        assertThat(FILE.matcher(readme).results())
                .hasSameSizeAs(
                        Pattern.compile("<!-- file:").matcher(readme).results().toList())
                .isNotEmpty();
    }

    private static String withTable(MatchResult match) {
        try {
            String rows = PropertyMetadata.all().stream().map(ReadmeTests::row).collect(Collectors.joining());
            return Matcher.quoteReplacement(match.group(1) + "| property | default | what it does |\n"
                    + "| --- | --- | --- |\n" + rows + match.group(3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(PropertyMetadata property) {
        String value = property.defaultValue().isEmpty() ? "none" : "`" + property.defaultValue() + "`";
        return "| `" + property.name() + "` | " + value + " | " + property.description() + " |\n";
    }

    private static String withFile(MatchResult match) {
        try {
            return Matcher.quoteReplacement(
                    match.group(1) + Files.readString(ROOT.resolve(match.group(2))) + match.group(4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
