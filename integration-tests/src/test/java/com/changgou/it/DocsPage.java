package com.changgou.it;

import com.changgou.launcher.walkthrough.Page;
import com.changgou.launcher.walkthrough.Page.Captured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the docs as a file whose captured blocks can be counted and written anew. */
record DocsPage(Page page) {

    static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    static final Path WALKTHROUGH = ROOT.resolve("docs/walkthrough");

    /** Every page of the project that has captured blocks. */
    static List<DocsPage> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
            return files.stream().map(file -> new DocsPage(Page.read(file))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the stack in containers, which does not run everywhere. */
    static boolean isOfCompose(Captured block) {
        return block.kind().equals("compose");
    }

    static boolean isOfComparison(Captured block) {
        return block.kind().equals("compare");
    }

    String name() {
        return ROOT.relativize(page.file()).toString();
    }

    List<Captured> blocks() {
        return page.captured();
    }

    /** How many blocks a page claims to have captured, well-formed or not. */
    long markers() {
        return Pattern.compile("<!-- *(run|snippet|compose|compare)\\b")
                .matcher(text())
                .results()
                .count();
    }

    /** Writes what was captured into the blocks that the predicate accepts. */
    void rewrite(Predicate<Captured> wanted, Function<Captured, String> captured) {
        List<String> lines = new ArrayList<>(Arrays.asList(text().split("\n", -1)));
        List<Captured> lastFirst = new ArrayList<>(blocks());
        Collections.reverse(lastFirst);
        lastFirst.stream().filter(wanted).forEach(block -> {
            List<String> shown = lines.subList(
                    block.firstLine(),
                    block.firstLine() + (int) block.shown().lines().count());
            shown.clear();
            shown.addAll(captured.apply(block).lines().toList());
        });
        try {
            Files.writeString(page.file(), String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines between {@code // tag::TAG[]} and {@code // end::TAG[]}, without their common indent. */
    static String snippet(String source) {
        String[] fields = source.split("#");
        Matcher matcher = Pattern.compile(
                        "// tag::" + fields[1] + "\\[]\\n(.*?)[ \\t]*// end::" + fields[1] + "\\[]", Pattern.DOTALL)
                .matcher(text(ROOT.resolve(fields[0])));
        if (!matcher.find()) {
            throw new AssertionError(source + " has no such region");
        }
        return matcher.group(1).stripIndent();
    }

    private String text() {
        return text(page.file());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
