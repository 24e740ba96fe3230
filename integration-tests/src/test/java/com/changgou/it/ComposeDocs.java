package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.launcher.system.Ports;
import com.changgou.launcher.walkthrough.Page.Captured;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the pages say that compose prints. Run with {@code -Ddocs.update=true} to write it into them. */
final class ComposeDocs {

    private final Compose compose;
    private final Ports ports;

    ComposeDocs(Compose compose, Ports ports) {
        this.compose = compose;
        this.ports = ports;
    }

    Stream<DynamicTest> tests() {
        if (Boolean.getBoolean("docs.update")) {
            DocsPage.all().forEach(page -> page.rewrite(DocsPage::isOfCompose, block -> printed(block.source())));
        }
        List<Captured> shown = DocsPage.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(DocsPage::isOfCompose)
                .toList();
        assertThat(shown).extracting(Captured::source).containsExactlyInAnyOrder("ps", "missing-secret", "memory");
        return shown.stream()
                .map(block -> DynamicTest.dynamicTest(
                        block.source(), () -> assertThat(block.shown()).isEqualTo(printed(block.source()))));
    }

    private String printed(String name) {
        return switch (name) {
            case "ps" -> containers();
            case "missing-secret" -> compose.failure(Map.of("TC_SECRET_KEY", ""), "up", "--wait");
            case "memory" -> memoryCheck();
            default -> throw new AssertionError("Compose prints nothing that is called " + name);
        };
    }

    private String containers() {
        return compose.run("ps", "--format", "table {{.Service}}\t{{.State}}\t{{.Ports}}")
                .replace(":" + ports.order(), ":8081")
                .replace(":" + ports.goods(), ":8082")
                .replace(":" + ports.user(), ":8083")
                .replace(":" + ports.console(), ":8080")
                .replaceAll("(?m) +$", "");
    }

    private String memoryCheck() {
        return compose.failure(Map.of("NEEDED_MB", "9999999"), "run", "--rm", "--no-deps", "memory-check")
                        .lines()
                        .filter(line -> line.startsWith("The Docker engine"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("has [0-9]+ MB", "has 1982 MB")
                        .replace("9999999", "5400")
                + "\n";
    }
}
