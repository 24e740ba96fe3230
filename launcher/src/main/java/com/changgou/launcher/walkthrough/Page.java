package com.changgou.launcher.walkthrough;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * A Markdown page whose fenced blocks are captured, not typed. A marker stands before such a block and says where it comes from:
 * {@code <!-- run: NAME -->} from the commands above it, {@code <!-- run: NAME on=SYSTEM -->} the same on a system of its own,
 * {@code <!-- compose: NAME -->} from compose, {@code <!-- compare: NAME -->} from {@code ./demo compare},
 * {@code <!-- snippet: FILE#TAG -->} from a tagged region of a source file. {@code <!-- not run: REASON -->} after commands says
 * that nobody runs them.
 *
 * @param file where it stands
 * @param parts its content in its order
 */
public record Page(Path file, List<Part> parts) {

    private static final Parser MARKDOWN = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();
    private static final Pattern MARKER =
            Pattern.compile("<!-- (run|snippet|compose|compare|not run): (.+?)(?: on=(\\S+))? -->");

    /** A piece of a page. */
    public sealed interface Part {}

    /**
     * Text, a table, a diagram or a snippet.
     *
     * @param node what it is
     */
    public record Prose(Node node) implements Part {}

    /**
     * Commands for a shell.
     *
     * @param text as they stand in the page, one or more lines
     * @param output what they print, or null where that is not shown
     * @param notRun why nobody runs them, or null
     */
    public record Commands(
            String text,
            @Nullable Captured output,
            @Nullable String notRun) implements Part {

        /**
         * Whether they belong to the system that everything else runs on.
         *
         * @return false when they are not to be run, or elsewhere
         */
        public boolean areRunHere() {
            return notRun == null && (output == null || output.system() == null);
        }
    }

    /**
     * A captured block.
     *
     * @param kind the marker's first word
     * @param source where it comes from
     * @param system the name of the system of its own that it was captured from, or null
     * @param block how it stands in the page
     */
    public record Captured(
            String kind, String source, @Nullable String system, FencedCodeBlock block) implements Part {

        /**
         * What the page shows.
         *
         * @return no line, or several
         */
        public String shown() {
            return block.getLiteral();
        }

        /**
         * Where that stands.
         *
         * @return the number of its first line in the page, counted from 0
         */
        public int firstLine() {
            return block.getSourceSpans().get(0).getLineIndex() + 1;
        }
    }

    /**
     * Reads a page.
     *
     * @param file which one
     * @return what stands in it
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if a marker stands before nothing
     */
    public static Page read(Path file) {
        try {
            return new Page(file, parts(file, Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The pages of a directory.
     *
     * @param directory with one file for each chapter, whose names begin with its number
     * @return in the order of their names
     * @throws UncheckedIOException if it cannot be read
     */
    public static List<Page> chapters(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+-.*\\.md"))
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first heading.
     *
     * @return its text, or the file's name if there is none
     */
    public String title() {
        return headings().stream().findFirst().map(Page::text).orElse(name());
    }

    /**
     * What the page is called.
     *
     * @return the file's name without its ending
     */
    public String name() {
        return file.getFileName().toString().replace(".md", "");
    }

    /**
     * All headings.
     *
     * @return in their order
     */
    public List<Heading> headings() {
        return only(Prose.class).stream()
                .map(Prose::node)
                .filter(Heading.class::isInstance)
                .map(Heading.class::cast)
                .toList();
    }

    /**
     * All commands.
     *
     * @return in their order
     */
    public List<Commands> commands() {
        return only(Commands.class);
    }

    /**
     * All captured blocks, those of commands too.
     *
     * @return in their order
     */
    public List<Captured> captured() {
        return parts.stream()
                .map(part -> part instanceof Commands commands ? commands.output() : part)
                .filter(Captured.class::isInstance)
                .map(Captured.class::cast)
                .toList();
    }

    /**
     * The text inside of a paragraph or a heading.
     *
     * @param node which
     * @return on one line
     */
    public static String text(Node node) {
        return TerminalText.inline(node, destination -> "").toString();
    }

    private <T extends Part> List<T> only(Class<T> type) {
        return parts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<Part> parts(Path file, String text) {
        List<Part> parts = new ArrayList<>();
        for (Node node = MARKDOWN.parse(text).getFirstChild(); node != null; node = node.getNext()) {
            Matcher marker = marker(node);
            if (marker != null && marker.group(1).equals("not run")) {
                parts.add(new Commands(previousCommands(file, parts, marker).text(), null, marker.group(2)));
            } else if (marker != null) {
                node = node.getNext();
                if (!(node instanceof FencedCodeBlock block)) {
                    throw new IllegalArgumentException(file + ": no block follows " + marker.group());
                }
                add(parts, captured(marker, block));
            } else if (node instanceof FencedCodeBlock block && block.getInfo().equals("sh")) {
                parts.add(new Commands(block.getLiteral(), null, null));
            } else {
                parts.add(new Prose(node));
            }
        }
        return List.copyOf(parts);
    }

    private static @Nullable Matcher marker(Node node) {
        if (!(node instanceof HtmlBlock html)) {
            return null;
        }
        Matcher matcher = MARKER.matcher(html.getLiteral());
        return matcher.matches() ? matcher : null;
    }

    private static void add(List<Part> parts, Captured captured) {
        if (captured.kind().equals("run")
                && !parts.isEmpty()
                && parts.get(parts.size() - 1) instanceof Commands commands
                && commands.output() == null) {
            parts.set(parts.size() - 1, new Commands(commands.text(), captured, commands.notRun()));
        } else {
            parts.add(captured);
        }
    }

    private static Commands previousCommands(Path file, List<Part> parts, Matcher marker) {
        if (parts.isEmpty() || !(parts.get(parts.size() - 1) instanceof Commands commands)) {
            throw new IllegalArgumentException(file + ": no commands stand before " + marker.group());
        }
        parts.remove(parts.size() - 1);
        return commands;
    }

    private static Captured captured(Matcher marker, FencedCodeBlock block) {
        return new Captured(marker.group(1), marker.group(2), marker.group(3), block);
    }
}
