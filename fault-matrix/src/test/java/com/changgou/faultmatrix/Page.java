package com.changgou.faultmatrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/fault-matrix.md, whose tables come from runs and stand between markers. {@code -Ddocs.update=true} writes them. */
public final class Page {

    private static final Path FILE = Path.of(System.getProperty("changgou.root"), "docs/fault-matrix.md");

    private Page() {}

    /**
     * What stands in a section, after it was written where that was asked for.
     *
     * @param section the marker's name
     * @param current what a run gives
     * @return what the page shows
     */
    public static String shown(String section, String current) {
        try {
            Matcher shown = matcher(section);
            if (Boolean.getBoolean("docs.update")) {
                Files.writeString(FILE, shown.replaceFirst(Matcher.quoteReplacement(current)));
            }
            return shown(section);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What stands in a section.
     *
     * @param section the marker's name
     * @return its text
     * @throws IllegalStateException if the page has no such section
     */
    public static String shown(String section) {
        try {
            Matcher shown = matcher(section);
            if (!shown.find()) {
                throw new IllegalStateException(FILE + " has no section " + section);
            }
            return shown.group();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All of it.
     *
     * @return Markdown
     */
    public static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Matcher matcher(String section) throws IOException {
        return Pattern.compile("(?<=<!-- " + section + " -->\n)(.*?)(?=<!-- /" + section + " -->)", Pattern.DOTALL)
                .matcher(Files.readString(FILE));
    }
}
