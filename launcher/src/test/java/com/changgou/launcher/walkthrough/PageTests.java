package com.changgou.launcher.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.launcher.walkthrough.Page.Captured;
import com.changgou.launcher.walkthrough.Page.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: each marker belongs to the block after it, and each output to the commands above it. */
class PageTests {

    @TempDir
    Path directory;

    @Test
    void outputBelongsToTheCommandsAboveIt() throws IOException {
        Page page = page("""
                # One `title`

                ```sh
                ./demo order
                ```

                <!-- run: order -->
                ```text
                a
                b
                ```

                ```sh
                ./demo order
                ```

                <!-- run: elsewhere on=broken -->
                ```text
                ```

                ```sh
                ./demo up
                ```

                <!-- not run: it starts a system -->

                <!-- run: order -->
                ```text
                a
                b
                ```
                """);

        assertThat(page.title()).isEqualTo("One title");
        assertThat(page.commands()).extracting(Commands::areRunHere).containsExactly(true, false, false);
        assertThat(page.commands()).extracting(Commands::notRun).containsExactly(null, null, "it starts a system");
        assertThat(page.captured()).extracting(Captured::source).containsExactly("order", "elsewhere", "order");
        assertThat(page.captured()).extracting(Captured::system).containsExactly(null, "broken", null);
        assertThat(page.captured()).extracting(Captured::shown).containsExactly("a\nb\n", "", "a\nb\n");
        assertThat(page.captured()).extracting(Captured::firstLine).containsExactly(8, 18, 28);
    }

    @Test
    void markerBeforeNothingIsRefused() {
        assertThatThrownBy(() -> page("<!-- run: order -->\n\ntext\n")).hasMessageContaining("run: order");
        assertThatThrownBy(() -> page("text\n\n<!-- not run: because -->\n")).hasMessageContaining("because");
    }

    @Test
    void chaptersAreInTheOrderOfTheirNumbers() throws IOException {
        for (String name : List.of("10-last.md", "02-second.md", "README.md", "01-first.md")) {
            Files.writeString(directory.resolve(name), "text\n");
        }
        assertThat(Page.chapters(directory)).extracting(Page::name).containsExactly("01-first", "02-second", "10-last");
    }

    private Page page(String text) throws IOException {
        return Page.read(Files.writeString(directory.resolve("page.md"), text));
    }
}
