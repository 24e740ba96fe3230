package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Invariant: every relative link in a Markdown file leads to a file, and to a heading if it names one. No network is used. */
class DocsLinksIT {

    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    @TestFactory
    Stream<DynamicTest> relativeLinksLeadSomewhere() {
        return markdownFiles().stream()
                .map(file -> DynamicTest.dynamicTest(
                        DocsPage.ROOT.relativize(file).toString(),
                        () -> assertThat(links(file)).allSatisfy(link -> assertLeadsSomewhere(file, link))));
    }

    @Test
    void linksAreFound() {
        assertThat(markdownFiles())
                .contains(DocsPage.ROOT.resolve("README.md"), DocsPage.ROOT.resolve("sql/README.md"));
        assertThat(links(DocsPage.ROOT.resolve("README.md"))).hasSizeGreaterThan(20);
    }

    private static void assertLeadsSomewhere(Path file, String link) {
        URI target = URI.create(link);
        Path path = target.getPath().isEmpty()
                ? file
                : file.resolveSibling(target.getPath()).normalize();
        assertThat(path).exists();
        if (target.getFragment() != null) {
            assertThat(anchors(path)).contains(target.getFragment());
        }
    }

    private static List<String> links(Path file) {
        List<String> links = new ArrayList<>();
        parse(file).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                add(image.getDestination());
            }

            private void add(String destination) {
                if (!URI.create(destination).isAbsolute()) {
                    links.add(destination);
                }
            }
        });
        return links;
    }

    /** As GitHub makes them. */
    private static Set<String> anchors(Path file) {
        Set<String> anchors = new HashSet<>();
        IdGenerator ids = IdGenerator.builder().build();
        parse(file).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchors.add(ids.generateId(text(heading)));
            }
        });
        return anchors;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text literal) {
                text.append(literal.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }
        });
        return text.toString();
    }

    private static Node parse(Path file) {
        try {
            return MARKDOWN.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> markdownFiles() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(DocsPage.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = directory.getFileName().toString();
                    return NOT_OURS.contains(name) || name.startsWith(".") && !directory.equals(DocsPage.ROOT)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
