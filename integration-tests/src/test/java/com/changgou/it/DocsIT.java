package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.launcher.cli.Demo;
import com.changgou.launcher.cli.SystemShell;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.walkthrough.Guide;
import com.changgou.launcher.walkthrough.Page;
import com.changgou.launcher.walkthrough.Page.Captured;
import com.changgou.launcher.walkthrough.Page.Commands;
import com.changgou.launcher.walkthrough.Shell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Invariant: every output in the docs is what the commands above it print on a new system, and every snippet what the source says.
 * The commands are run as they stand in the pages. Run with {@code -Ddocs.update=true} to write the captured text into the pages.
 */
class DocsIT {

    private static final boolean UPDATE = Boolean.getBoolean("docs.update");

    /** The chapters first, in their order, since each finds what the one before it has left; other languages run nothing of their own. */
    private static final List<Page> RUN = Stream.concat(
                    Page.chapters(DocsPage.WALKTHROUGH.resolve("en")).stream(),
                    Stream.of(Page.read(DocsPage.ROOT.resolve("README.md"))))
            .toList();

    private static final Map<String, String> RUNS = new LinkedHashMap<>();
    private static final StringWriter WALKTHROUGH = new StringWriter();
    private static int walkthroughExitCode;
    private static Ports ports;

    @BeforeAll
    static void run() throws SQLException {
        try (LocalProcessSystem system = LocalProcessSystem.startAsForUsers("docs", Map.of())) {
            RUN.forEach(page -> run(page, system.system(), null));
            leaveGuardRow(system);
            lead(system.system());
        }
        for (Page page : RUN) {
            systemsOfTheirOwn(page).forEach(name -> {
                try (LocalProcessSystem system = LocalProcessSystem.startAsForUsers("docs-" + name, settings(page))) {
                    run(page, system.system(), name);
                }
            });
        }
        if (UPDATE) {
            DocsPage.all().forEach(page -> page.rewrite(DocsIT::isOfThisRun, DocsIT::captured));
        }
    }

    @TestFactory
    Stream<DynamicTest> pagesShowWhatWasCaptured() {
        return DocsPage.all().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(DocsIT::isOfThisRun)
                        .map(block -> DynamicTest.dynamicTest(
                                page.name() + ": " + block.source(),
                                () -> assertThat(block.shown()).isEqualTo(captured(block)))));
    }

    @Test
    void walkthroughRunsAllCommandsOfTheChapters() {
        assertThat(WALKTHROUGH.toString().lines())
                .filteredOn(line -> line.startsWith("demo: ") || line.startsWith("curl: "))
                .isEmpty();
        assertThat(walkthroughExitCode).isZero();
    }

    /** The numbers are others, since the system is not new any more; the lines without numbers are the same. */
    @TestFactory
    Stream<DynamicTest> walkthroughShowsWhatTheCommandsPrint() {
        List<DynamicTest> tests = new ArrayList<>();
        String rest = WALKTHROUGH.toString();
        for (Commands commands :
                english().flatMap(page -> page.commands().stream()).toList()) {
            String shown = ports.in(Guide.prompted(commands.text()));
            assertThat(rest).contains(shown);
            rest = rest.substring(rest.indexOf(shown) + shown.length());
            String printed = rest.contains("\n$ ") ? rest.substring(0, rest.indexOf("\n$ ")) : rest;
            Captured output = commands.output();
            if (output != null) {
                tests.add(DynamicTest.dynamicTest(
                        output.source(),
                        () -> assertThat(shapes(printed))
                                .contains(shapes(output.shown()).get(0))
                                .satisfies(lines ->
                                        assertThat(verdict(output.shown())).isSubsetOf(lines))));
            }
        }
        return tests.stream();
    }

    /** What a rollback leaves that the TC asked for twice: a reader's system may have any number of them. */
    private static void leaveGuardRow(LocalProcessSystem system) throws SQLException {
        try (Connection goods = system.goodsDatabase();
                Statement statement = goods.createStatement()) {
            statement.execute(
                    "INSERT INTO undo_log (branch_id, xid, context, rollback_info, log_status, log_created, log_modified)"
                            + " VALUES (1, 'rolled-back-twice', '', '', 1, NOW(6), NOW(6))");
        }
    }

    private static void lead(LocalSystem system) {
        List<String> line = new ArrayList<>(List.of("walkthrough", "--yes", "--lang=en"));
        line.addAll(SystemShell.arguments(system));
        ports = system.installation().ports();
        walkthroughExitCode = Demo.execute(new PrintWriter(WALKTHROUGH, true), line.toArray(String[]::new));
    }

    /** Lines without their numbers, ids and times, and without what depends on their width. */
    private static List<String> shapes(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\w*\\d[\\w.:]*…?", "#")
                        .replaceAll("[ -]+", " ")
                        .strip())
                .toList();
    }

    /** The reasons of a verdict are the same in every run. */
    private static List<String> verdict(String text) {
        return shapes(text).stream()
                .filter(line -> line.startsWith("Verdict") || line.startsWith("[ok]") || line.startsWith("[NO]"))
                .toList();
    }

    private static Stream<Page> english() {
        return RUN.stream().filter(page -> page.file().startsWith(DocsPage.WALKTHROUGH));
    }

    private static void run(Page page, LocalSystem system, @Nullable String name) {
        StableIds ids = new StableIds(system.installation().ports());
        Shell shell = SystemShell.of(system, ids::in);
        for (Commands commands : page.commands()) {
            if (commands.output() != null && Objects.equals(commands.output().system(), name)) {
                String printed = ids.in(printed(page, shell, commands));
                assertThat(RUNS.put(commands.output().source(), printed))
                        .as("another run is called " + commands.output().source())
                        .isNull();
            }
        }
        assertThat(shell.hasJobs())
                .as(page.name() + " waits for what it starts in the background")
                .isFalse();
    }

    private static String printed(Page page, Shell shell, Commands commands) {
        StringWriter out = new StringWriter();
        try {
            shell.run(commands.text(), new PrintWriter(out, true));
        } catch (LauncherException wrong) {
            throw new AssertionError(page.file() + ": " + wrong.getMessage(), wrong);
        }
        return out.toString();
    }

    private static List<String> systemsOfTheirOwn(Page page) {
        return page.captured().stream()
                .map(Captured::system)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** What the page itself starts such a system with: {@code ./demo up --set PART:KEY=VALUE}. */
    private static Map<String, List<String>> settings(Page page) {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        page.commands().stream()
                .filter(commands -> commands.notRun() != null)
                .flatMap(commands -> Shell.split(commands.text()).stream())
                .filter(words -> words.subList(0, 2).equals(List.of("./demo", "up")))
                .forEach(words -> {
                    for (int i = 2; i < words.size(); i += 2) {
                        assertThat(words.get(i)).isEqualTo("--set");
                        String[] setting = words.get(i + 1).split(":", 2);
                        settings.computeIfAbsent(setting[0], part -> new ArrayList<>())
                                .add(setting[1]);
                    }
                });
        return settings;
    }

    private static String captured(Captured block) {
        if (block.kind().equals("snippet")) {
            return DocsPage.snippet(block.source());
        }
        String run = RUNS.get(block.source());
        if (run == null) {
            throw new AssertionError("There is no run " + block.source());
        }
        return run;
    }

    private static boolean isOfThisRun(Captured block) {
        return !DocsPage.isOfCompose(block) && !DocsPage.isOfComparison(block);
    }
}
