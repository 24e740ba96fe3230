package com.changgou.launcher.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: every key does what the prompt says, and nothing runs that the reader has not asked for. */
class GuideTests {

    private static final String ENTER = "\n";

    @TempDir
    Path directory;

    private final List<String> ran = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("01-first.md"), """
                # First

                Some text.

                ```sh
                do one
                ```

                <!-- run: one -->
                ```text
                not shown, for it is run
                ```

                ```sh
                do two
                ```

                <!-- run: two -->
                ```text
                ```

                **Question:** why?
                """);
        Files.writeString(directory.resolve("02-second.md"), """
                # Second

                ```sh
                do elsewhere
                ```

                <!-- run: elsewhere on=another -->
                ```text
                from another system
                ```

                ```sh
                do three
                ```

                <!-- run: three -->
                ```text
                ```
                """);
    }

    @Test
    void enterRunsAllCommandsOfThisSystemAndShowsWhatTheyPrint() throws IOException {
        String shown = lead(ENTER.repeat(6));

        assertThat(ran).containsExactly("one", "two", "three");
        assertThat(shown)
                .containsSubsequence(
                        "First",
                        "Some text.",
                        "$ do one",
                        "[Enter] run",
                        "did one",
                        "$ do two",
                        "did two",
                        "Question: why?",
                        "[Enter] go on",
                        "Second",
                        "$ do elsewhere",
                        "Not run here, but",
                        "from another system",
                        "did three")
                .doesNotContain("not shown");
    }

    @Test
    void nothingRunsBeforeTheReaderSaysSo() throws IOException {
        assertThat(lead("q")).contains("$ do one");
        assertThat(ran).isEmpty();
    }

    @Test
    void skipGoesToTheNextChapter() throws IOException {
        lead("s" + ENTER + ENTER);
        assertThat(ran).containsExactly("three");
    }

    @Test
    void repeatRunsTheLastCommandsAgainAndStays() throws IOException {
        assertThat(lead("r" + ENTER + "rr" + ENTER + "q")).contains("(Nothing was run yet.)");
        assertThat(ran).containsExactly("one", "one", "one", "two");
    }

    @Test
    void backShowsTheStepBefore() throws IOException {
        lead("b" + ENTER + "b" + ENTER + ENTER + "q");
        assertThat(ran).containsExactly("one", "one", "two");
    }

    @Test
    void quitAndTheEndOfTheInputEndIt() throws IOException {
        lead(ENTER + "q" + ENTER.repeat(6));
        lead(ENTER);
        assertThat(ran).containsExactly("one", "one");
    }

    @Test
    void repeatedCommandsAreShown() throws IOException {
        assertThat(lead(ENTER + "rq").split("\\$ do one", -1)).as("shown twice").hasSize(3);
    }

    @Test
    void otherKeysDoNothingAndShowWhichThereAre() throws IOException {
        String shown = lead("x七\t" + ENTER + "q");

        assertThat(ran).containsExactly("one");
        assertThat(shown.split("\\[Enter\\] run", -1))
                .as("prompts: one, one for each other key, and the next")
                .hasSize(6);
    }

    @Test
    void diagramIsLeftOutAndOtherPagesAreNamedOnceInAStep() throws IOException {
        replaceFirstChapter(
                "do one",
                "```mermaid\nsequenceDiagram\n```",
                "[two](02-second.md), [again](02-second.md#a), [here](#b)");

        String name = directory.getFileName().toString();
        assertThat(lead("q"))
                .contains("(diagram: see the page, " + name + "/01-first.md)")
                .contains("two (" + name + "/02-second.md), again, here")
                .doesNotContain("sequenceDiagram");
    }

    @Test
    void commandsThatPrintNothingHereAreNotSaidToHave() throws IOException {
        replaceFirstChapter("do up");
        Path first = directory.resolve("01-first.md");
        Files.writeString(first, Files.readString(first).replace("<!-- run: one -->", "<!-- not run: it starts -->"));

        assertThat(lead(ENTER + "q")).contains("(Not run here: it starts a system of its own.)");
        assertThat(ran).isEmpty();
    }

    @Test
    void whoLeavesAnExperimentInTheMiddleLeavesNothingHeld() throws IOException {
        replaceFirstChapter("hold &");
        lead(ENTER + "q");

        assertThat(ran).containsExactly("held to its end");
    }

    @Test
    void commandThatCannotBeRunIsToldAndTheReaderGoesOn() throws IOException {
        replaceFirstChapter("dot one");

        assertThat(lead(ENTER.repeat(6))).contains("There is no command dot", "did three", "failed");
    }

    @Test
    void guideSpeaksTheLanguageOfItsChapters() {
        assertThat(GuideTexts.of("zh").prompt(true)).contains("运行");
        assertThat(GuideTexts.of("fr").prompt(true)).contains("run");
    }

    private void replaceFirstChapter(String command, String... paragraphs) throws IOException {
        Path first = directory.resolve("01-first.md");
        Files.writeString(
                first,
                Files.readString(first)
                        .replace("do one", command)
                        .replace("Some text.", String.join("\n\n", paragraphs)));
    }

    private String lead(String keys) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (DumbTerminal terminal =
                new DumbTerminal(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)), shown)) {
            Guide guide = new Guide(
                    Page.chapters(directory),
                    new Shell(Map.of("do", this::done, "hold", this::hold)),
                    new Guide.Terminal(
                            terminal.writer(),
                            80,
                            line -> line.toAnsi(terminal),
                            GuideTexts.of("en"),
                            directory.getParent()),
                    new TerminalKeys(terminal),
                    released::countDown);
            terminal.writer().println(guide.lead() ? "all could be run" : "failed");
            terminal.flush();
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    private int done(PrintWriter out, List<String> arguments) {
        ran.add(arguments.get(0));
        out.println("did " + arguments.get(0));
        return 0;
    }

    private int hold(PrintWriter out, List<String> arguments) {
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ran.add("held to its end");
        return 0;
    }
}
