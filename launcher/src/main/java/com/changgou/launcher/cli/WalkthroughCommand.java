package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.OnExit;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.walkthrough.Guide;
import com.changgou.launcher.walkthrough.GuideTexts;
import com.changgou.launcher.walkthrough.Page;
import com.changgou.launcher.walkthrough.Shell;
import com.changgou.launcher.walkthrough.TerminalKeys;
import com.changgou.proof.FaultSwitch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "walkthrough",
        description = {
            "The chapters of docs/walkthrough, step by step, with their commands run on the live system.",
            "Enter goes on, s skips the chapter, r repeats the last commands, b goes back, q quits; exit 0 only if all"
                    + " commands could be run."
        },
        mixinStandardHelpOptions = true)
final class WalkthroughCommand implements Callable<Integer> {

    private static final String FALLBACK = "en";
    private static final int READABLE = 120;

    /** ms. A reader needs time between two steps. Longer than a fault holds an order, which is two minutes. */
    private static final String PATIENCE = System.getenv().getOrDefault("GLOBAL_TIMEOUT", "180000");

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Parameters(
            paramLabel = "CHAPTER",
            arity = "0..1",
            description = "This one only: its number, or a part of its name. Default: all")
    @Nullable
    String chapter;

    @Option(names = "--from", paramLabel = "CHAPTER", description = "Begin with this one, and go on to the last.")
    @Nullable
    String first;

    @Option(names = "--lang", paramLabel = "LANG", description = "en or zh. Default: the language of this terminal")
    @Nullable
    String language;

    @Option(names = "--yes", description = "Ask nothing, and run everything.")
    boolean yes;

    @Override
    public Integer call() {
        Path docs = options.system(Progress.SILENT).installation().root().resolve("docs/walkthrough");
        String spoken = language(docs);
        List<Page> chapters = wanted(Page.chapters(docs.resolve(spoken)), chapter, first);
        LocalSystem system = running();
        if (yes) {
            PrintWriter out = command.commandLine().getOut();
            return lead(
                    chapters,
                    system,
                    terminal(system, out, READABLE, AttributedString::toString, spoken),
                    prompt -> Guide.Key.NEXT);
        }
        return lead(chapters, system, spoken);
    }

    private int lead(List<Page> chapters, LocalSystem system, String spoken) {
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .encoding(StandardCharsets.UTF_8)
                .build()) {
            terminal.enterRawMode();
            int width = terminal.getWidth() > 0 ? Math.min(terminal.getWidth(), READABLE) : READABLE;
            return lead(
                    chapters,
                    system,
                    terminal(system, terminal.writer(), width, line -> line.toAnsi(terminal), spoken),
                    new TerminalKeys(terminal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages name the default ports: what is shown here can be copied. */
    private static Guide.Terminal terminal(
            LocalSystem system, PrintWriter out, int width, Function<AttributedString, String> paint, String spoken) {
        return new Guide.Terminal(
                out,
                width,
                paint.andThen(system.installation().ports()::in),
                GuideTexts.of(spoken),
                system.installation().root());
    }

    private static int lead(List<Page> chapters, LocalSystem system, Guide.Terminal terminal, Guide.Reader reader) {
        Shell shell = SystemShell.of(system, UnaryOperator.identity());
        return new Guide(chapters, shell, terminal, reader, () -> new FaultSwitch(system.site()).clear()).lead()
                ? 0
                : 1;
    }

    private String language(Path docs) {
        String wanted = language != null ? language : Locale.getDefault().getLanguage();
        if (Files.isDirectory(docs.resolve(wanted))) {
            return wanted;
        }
        if (language != null) {
            throw new LauncherException("There are no chapters in " + language + ": " + docs.resolve(language));
        }
        return FALLBACK;
    }

    /** One of the chapters, those from one on, or all. */
    static List<Page> wanted(List<Page> chapters, @Nullable String chapter, @Nullable String first) {
        if (chapter != null && first != null) {
            throw new LauncherException("Either one chapter, or --from one to the last");
        }
        if (chapter != null) {
            return List.of(chapters.get(index(chapters, chapter)));
        }
        return first == null ? chapters : chapters.subList(index(chapters, first), chapters.size());
    }

    private static int index(List<Page> chapters, String asked) {
        String name = asked.matches("[0-9]+") ? String.format("%02d-", Integer.parseInt(asked)) : asked;
        for (int i = 0; i < chapters.size(); i++) {
            if (chapters.get(i).name().contains(name)) {
                return i;
            }
        }
        throw new LauncherException("There is no chapter " + asked + ". There are: "
                + chapters.stream().map(Page::name).collect(Collectors.joining(", ")));
    }

    /** What is up already, or a system that is started now and stays up. */
    private LocalSystem running() {
        LocalSystem present = options.system(Progress.SILENT);
        if (present.ownParts().stream().allMatch(part -> present.process(part).isPresent())) {
            return present;
        }
        PrintWriter out = command.commandLine().getOut();
        LocalSystem system = options.newSystem(new ConsoleProgress(out), Map.of("GLOBAL_TIMEOUT", PATIENCE));
        OnExit.remove(StopOnExit.start(system));
        out.println();
        out.println("The system stays up afterwards: ./demo down stops it.");
        out.println();
        out.flush();
        return system;
    }
}
