package com.changgou.launcher.walkthrough;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.walkthrough.Page.Captured;
import com.changgou.launcher.walkthrough.Page.Commands;
import com.changgou.launcher.walkthrough.Page.Prose;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** Leads through chapters step by step: a section of text, or commands that are run when the reader goes on. */
public final class Guide {

    private final List<Step> steps;
    private final Shell shell;
    private final Terminal terminal;
    private final Reader reader;
    private final Runnable letGo;
    private @Nullable Commands last;
    private boolean failed;

    /** What the reader wants. */
    public enum Key {
        /** Run the commands that are shown, or show what comes next. */
        NEXT,
        /** To the next chapter. */
        SKIP,
        /** Run the last commands again. */
        REPEAT,
        /** Show the step before this one. */
        BACK,
        /** End. */
        QUIT
    }

    /** Who is led. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Asks.
         *
         * @param prompt which keys there are
         * @return the answer
         */
        Key ask(String prompt);
    }

    /**
     * Where it is shown.
     *
     * @param out where to print
     * @param width in columns
     * @param paint makes text of styled text
     * @param texts in the reader's language
     * @param directory where the reader stands: other files are named from there
     */
    public record Terminal(
            PrintWriter out, int width, Function<AttributedString, String> paint, GuideTexts texts, Path directory) {}

    private record Step(
            Page page, List<Prose> text, @Nullable Commands commands) {}

    /**
     * A guide.
     *
     * @param chapters in their order
     * @param shell runs the commands
     * @param terminal where it is shown
     * @param reader says what comes next
     * @param letGo ends what is held when the reader leaves an experiment in the middle
     */
    public Guide(List<Page> chapters, Shell shell, Terminal terminal, Reader reader, Runnable letGo) {
        this.steps = chapters.stream().flatMap(page -> steps(page).stream()).toList();
        this.shell = shell;
        this.terminal = terminal;
        this.reader = reader;
        this.letGo = letGo;
    }

    /**
     * Leads through all chapters, or until the reader has enough. Commands that cannot be run are told, and can be repeated.
     *
     * @return whether all commands could be run
     */
    public boolean lead() {
        int position = 0;
        boolean shown = false;
        while (position < steps.size()) {
            Step step = steps.get(position);
            if (!shown) {
                show(step, position);
            }
            shown = false;
            switch (ask(step)) {
                case NEXT -> {
                    run(step);
                    position++;
                }
                case SKIP -> {
                    leave();
                    position = nextChapter(position);
                }
                case REPEAT -> {
                    repeat();
                    shown = true;
                }
                case BACK -> position = Math.max(0, position - 1);
                case QUIT -> position = steps.size();
            }
        }
        leave();
        return !failed;
    }

    private void leave() {
        if (shell.hasJobs()) {
            letGo.run();
            shell.run("wait", new PrintWriter(Writer.nullWriter()));
        }
    }

    private int nextChapter(int position) {
        int next = position;
        while (next < steps.size()
                && steps.get(next).page().equals(steps.get(position).page())) {
            next++;
        }
        return next;
    }

    private void show(Step step, int position) {
        if (position == 0 || !steps.get(position - 1).page().equals(step.page())) {
            print(new AttributedString("=".repeat(terminal.width()), AttributedStyle.DEFAULT.faint()));
        }
        Set<String> named = new HashSet<>();
        for (Prose prose : step.text()) {
            if (isDiagram(prose.node())) {
                print(new AttributedString(
                        terminal.texts().diagram(path(step.page().file()))));
            } else {
                TerminalText.lines(prose.node(), terminal.width(), link -> target(step.page(), link, named))
                        .forEach(this::print);
            }
            terminal.out().println();
        }
        if (step.commands() != null) {
            show(step.commands());
        }
        terminal.out().flush();
    }

    private void show(Commands commands) {
        prompted(commands.text()).lines().forEach(line -> print(new AttributedString(line, AttributedStyle.BOLD)));
        terminal.out().println();
    }

    /**
     * Commands as they are shown. The pages indent what continues a command.
     *
     * @param commands one or more lines
     * @return the same lines, each command with a prompt
     */
    public static String prompted(String commands) {
        return commands.lines()
                .map(line -> (line.startsWith(" ") ? "  " : "$ ") + line + "\n")
                .collect(Collectors.joining());
    }

    /** Another page is named once in each step. */
    private String target(Page page, String link, Set<String> named) {
        if (link.contains("://")) {
            return link;
        }
        String file = link.replaceFirst("#.*", "");
        if (file.isEmpty()) {
            return "";
        }
        String path = path(page.file().resolveSibling(file));
        return named.add(path) ? path : "";
    }

    private String path(Path file) {
        return terminal.directory()
                .toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString();
    }

    private static boolean isDiagram(Node node) {
        return node instanceof FencedCodeBlock block && block.getInfo().equals("mermaid");
    }

    private Key ask(Step step) {
        boolean runs = step.commands() != null && step.commands().areRunHere();
        return reader.ask(terminal.texts().prompt(runs));
    }

    private void run(Step step) {
        Commands commands = step.commands();
        if (commands == null) {
            return;
        }
        if (commands.areRunHere()) {
            last = commands;
            run(commands);
        } else {
            Captured output = commands.output();
            print(new AttributedString(terminal.texts().notRun(output != null)));
            if (output != null) {
                TerminalText.code(output.shown()).forEach(this::print);
            }
            terminal.out().println();
        }
    }

    private void run(Commands commands) {
        try {
            shell.run(commands.text(), terminal.out());
        } catch (LauncherException wrong) {
            failed = true;
            print(new AttributedString("demo: " + wrong.getMessage()));
        }
        terminal.out().println();
        terminal.out().flush();
    }

    private void repeat() {
        if (last == null) {
            print(new AttributedString(terminal.texts().nothingToRepeat()));
        } else {
            show(last);
            run(last);
        }
    }

    private void print(AttributedString line) {
        terminal.out().println(terminal.paint().apply(line));
    }

    /** A step ends with its commands, or before the next heading. */
    private static List<Step> steps(Page page) {
        List<Step> steps = new ArrayList<>();
        List<Prose> text = new ArrayList<>();
        for (Page.Part part : page.parts()) {
            if (part instanceof Commands commands) {
                steps.add(new Step(page, List.copyOf(text), commands));
                text.clear();
            } else if (part instanceof Prose prose) {
                if (prose.node() instanceof Heading && !text.isEmpty()) {
                    steps.add(new Step(page, List.copyOf(text), null));
                    text.clear();
                }
                text.add(prose);
            } else if (part instanceof Captured captured) {
                text.add(new Prose(captured.block()));
            }
        }
        if (!text.isEmpty()) {
            steps.add(new Step(page, List.copyOf(text), null));
        }
        return steps;
    }
}
