package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.launcher.walkthrough.Page;
import com.changgou.launcher.walkthrough.Page.Captured;
import com.changgou.launcher.walkthrough.Page.Commands;
import com.changgou.launcher.walkthrough.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commonmark.node.Heading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for the pages without running anything. */
class DocsStructureIT {

    private static final Path CHINESE = DocsPage.WALKTHROUGH.resolve("zh");

    /** Those that start, stop or wipe a system. Raise it knowingly: nobody notices when such a command is wrong. */
    private static final int NOT_RUN = 3;

    private static final Pattern SKU = Pattern.compile("(?:\"skuId\":|/skus/|--sku |\\bid = )([0-9]+)");

    @TestFactory
    Stream<DynamicTest> everyMarkerHasItsBlock() {
        return DocsPage.all().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.name(), () -> assertThat(page.blocks()).hasSize((int) page.markers())));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandOfAChapterIsRunAndItsOutputShown() {
        return english().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.name(),
                        () -> assertThat(page.commands())
                                .isNotEmpty()
                                .allMatch(commands -> commands.notRun() == null ^ commands.output() == null)));
    }

    @Test
    void fewCommandsAreNotRun() {
        assertThat(english().stream().flatMap(page -> page.commands().stream()).filter(c -> c.notRun() != null))
                .hasSize(NOT_RUN);
    }

    /** In a shell {@code &} waits for nothing, and the first order of a system is slow. */
    @TestFactory
    Stream<DynamicTest> nothingIsDoneBesideAnOrderBeforeItIsHeld() {
        return english().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.name(),
                        () -> assertThat(page.commands())
                                .flatExtracting(DocsStructureIT::afterOrdersInTheBackground)
                                .allMatch(words -> words.subList(0, 2).equals(List.of("./demo", "held")))));
    }

    private static List<List<String>> afterOrdersInTheBackground(Commands commands) {
        List<List<String>> lines = Shell.split(commands.text());
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).get(0).equals("curl") && lines.get(i).contains("&"))
                .mapToObj(i -> lines.get(i + 1))
                .toList();
    }

    @Test
    void chaptersShareNoSkuWithTheDemoTheReadmeAndEachOther() {
        List<Set<String>> used = Stream.concat(
                        english().stream(), Stream.of(Page.read(DocsPage.ROOT.resolve("README.md"))))
                .map(DocsStructureIT::skus)
                .toList();

        assertThat(used.stream().flatMap(Set::stream)).doesNotHaveDuplicates();
        assertThat(english()).allSatisfy(page -> assertThat(skus(page)).doesNotContain("1"));
        assertThat(used).filteredOn(Set::isEmpty).as("pages without one").isEmpty();
    }

    /** Those that the commands name; an order that names none is one of SKU 1. */
    private static Set<String> skus(Page page) {
        return page.commands().stream()
                .flatMap(commands -> Shell.split(commands.text()).stream())
                .flatMap(words -> {
                    String line = String.join(" ", words);
                    return line.startsWith("./demo order") && !line.contains("--sku")
                            ? Stream.of("1")
                            : SKU.matcher(line).results().map(match -> match.group(1));
                })
                .collect(Collectors.toSet());
    }

    @TestFactory
    Stream<DynamicTest> everyChapterEndsWithAnExperimentAndAsksAQuestion() {
        return Stream.concat(
                english().stream().map(page -> endsWith(page, "Experiment", "**Question:**")),
                Page.chapters(CHINESE).stream().map(page -> endsWith(page, "实验", "**问题**：")));
    }

    private static DynamicTest endsWith(Page page, String experiment, String question) {
        return DynamicTest.dynamicTest(page.file().toString(), () -> {
            assertThat(Files.readString(page.file())).contains(question);
            assertThat(page.headings().get(page.headings().size() - 1))
                    .as("the last heading")
                    .matches(heading -> Page.text(heading).startsWith(experiment));
        });
    }

    @TestFactory
    Stream<DynamicTest> translationHasTheSameChaptersHeadingsCommandsAndBlocks() {
        List<Page> chinese = Page.chapters(CHINESE);
        assertThat(chinese).extracting(Page::name).isEqualTo(names());
        return IntStream.range(0, chinese.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        chinese.get(i).name(),
                        () -> assertThat(Shape.of(chinese.get(i)))
                                .isEqualTo(Shape.of(english().get(i)))));
    }

    /**
     * What does not depend on the language.
     *
     * @param headings their levels
     * @param commands words of each, without comments; what they print, and on which system; whether they are run
     * @param captured the blocks
     */
    record Shape(List<Integer> headings, List<ShapeOfCommands> commands, List<String> captured) {

        record ShapeOfCommands(
                List<List<String>> words,
                @Nullable String run,
                @Nullable String system,
                boolean areRun) {

            static ShapeOfCommands of(Commands commands) {
                Captured output = commands.output();
                return new ShapeOfCommands(
                        Shell.split(commands.text()),
                        output == null ? null : output.source(),
                        output == null ? null : output.system(),
                        commands.notRun() == null);
            }
        }

        static Shape of(Page page) {
            return new Shape(
                    page.headings().stream().map(Heading::getLevel).toList(),
                    page.commands().stream().map(ShapeOfCommands::of).toList(),
                    page.captured().stream()
                            .map(block -> block.kind() + " " + block.source() + "\n" + block.shown())
                            .toList());
        }
    }

    private static List<Page> english() {
        return Page.chapters(DocsPage.WALKTHROUGH.resolve("en"));
    }

    private static List<String> names() {
        return english().stream().map(Page::name).toList();
    }
}
