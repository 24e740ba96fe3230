package com.changgou.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page whose fenced blocks are captured, not typed: {@code <!-- run: NAME -->} stands before the output of a
 * run on the local system, {@code <!-- compose: NAME -->} before what compose prints, {@code <!-- compare: NAME -->} before what
 * {@code ./demo compare} prints, {@code <!-- snippet: FILE#TAG -->} before a tagged region of a source file.
 */
record DocsPage(Path file, String text) {

    private static final Pattern BLOCK =
            Pattern.compile("<!-- (run|snippet|compose|compare): (\\S+) -->\\n```(\\w*)\\n(.*?)```\\n", Pattern.DOTALL);

    /** A captured block: where it comes from and what the page shows. */
    record Block(String kind, String source, String shown) {

        /** Captured from the stack in containers, which does not run everywhere. */
        boolean isOfCompose() {
            return kind.equals("compose");
        }

        boolean isOfComparison() {
            return kind.equals("compare");
        }
    }

    static DocsPage read(Path file) {
        try {
            return new DocsPage(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2), matcher.group(4)));
        }
        return blocks;
    }

    /** Every page of the project. */
    static List<DocsPage> all(Path root) {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            List<Path> files = new ArrayList<>(List.of(root.resolve("README.md")));
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
            return files.stream().map(DocsPage::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many blocks a page claims to have captured, well-formed or not. */
    long markers() {
        return Pattern.compile("<!-- (run|snippet|compose|compare): ")
                .matcher(text)
                .results()
                .count();
    }

    /** Writes what was captured into the blocks that the predicate accepts. */
    void rewrite(Predicate<Block> wanted, Function<Block, String> captured) {
        String rewritten = BLOCK.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        wanted.test(toBlock(match)) ? block(match, captured.apply(toBlock(match))) : match.group()));
        try {
            Files.writeString(file, rewritten);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Block toBlock(MatchResult match) {
        return new Block(match.group(1), match.group(2), match.group(4));
    }

    private static String block(MatchResult match, String content) {
        return "<!-- " + match.group(1) + ": " + match.group(2) + " -->\n```" + match.group(3) + "\n" + content
                + "```\n";
    }

    /** The lines between {@code // tag::TAG[]} and {@code // end::TAG[]}, without their common indent. */
    static String snippet(Path root, String source) {
        String[] fields = source.split("#");
        String region = DocsPage.read(root.resolve(fields[0])).text();
        Matcher matcher = Pattern.compile(
                        "// tag::" + fields[1] + "\\[]\\n(.*?)[ \\t]*// end::" + fields[1] + "\\[]", Pattern.DOTALL)
                .matcher(region);
        if (!matcher.find()) {
            throw new AssertionError(source + " has no such region");
        }
        return matcher.group(1).stripIndent();
    }
}
