package com.changgou.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.walkthrough.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariant: a chapter that is named is the only one, and {@code --from} is what goes on to the last. */
class WalkthroughCommandTests {

    private static final List<Page> CHAPTERS = Stream.of("01-local", "02-two", "03-three", "11-mixed")
            .map(name -> new Page(Path.of(name + ".md"), List.of()))
            .toList();

    @Test
    void allWithoutAName() {
        assertThat(names(null, null)).hasSameSizeAs(CHAPTERS);
    }

    @Test
    void chapterIsTheOnlyOne() {
        assertThat(names("1", null)).containsExactly("01-local");
        assertThat(names("mixed", null)).containsExactly("11-mixed");
    }

    @Test
    void fromGoesOnToTheLast() {
        assertThat(names(null, "3")).containsExactly("03-three", "11-mixed");
    }

    @Test
    void chapterThatDoesNotExistIsAnErrorThatListsAll() {
        assertThatThrownBy(() -> names("4", null))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("01-local, 02-two");
        assertThatThrownBy(() -> names("1", "3")).isInstanceOf(LauncherException.class);
    }

    private static List<String> names(@Nullable String chapter, @Nullable String first) {
        return WalkthroughCommand.wanted(CHAPTERS, chapter, first).stream()
                .map(Page::name)
                .toList();
    }
}
