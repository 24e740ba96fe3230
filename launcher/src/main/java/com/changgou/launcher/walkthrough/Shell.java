package com.changgou.launcher.walkthrough;

import com.changgou.launcher.system.LauncherException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/**
 * Runs the commands of a page as they stand there, in this JVM: quotes, comments, a backslash at the end of a line, {@code &} at
 * the end of a command, and {@code wait}. Everything else that a shell can do is an error.
 */
public final class Shell {

    private static final int WORST_VERDICT = 1;

    private final Map<String, Program> programs;
    private final List<Job> background = new ArrayList<>();

    /** What stands behind the first word of a command. */
    @FunctionalInterface
    public interface Program {

        /**
         * Runs it.
         *
         * @param out where it prints
         * @param arguments the words after the first one
         * @return its exit code: 0, or 1 for a bad verdict; from 2 on the command itself is wrong
         */
        int run(PrintWriter out, List<String> arguments);
    }

    private record Job(CompletableFuture<Void> end, StringWriter printed) {}

    /**
     * A shell.
     *
     * @param programs by their names
     */
    public Shell(Map<String, Program> programs) {
        this.programs = Map.copyOf(programs);
    }

    /**
     * Takes the commands apart.
     *
     * @param text one or more lines
     * @return the words of each command
     * @throws LauncherException if a quote is not closed
     */
    public static List<List<String>> split(String text) {
        DefaultParser parser = new DefaultParser();
        parser.setEofOnEscapedNewLine(true);
        parser.setEofOnUnclosedQuote(true);
        parser.setLineCommentDelims(new String[] {"#"});
        List<List<String>> commands = new ArrayList<>();
        String begun = "";
        for (String line : text.lines().toList()) {
            begun += line;
            try {
                List<String> words = parser.parse(begun, 0, Parser.ParseContext.ACCEPT_LINE).words().stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
                if (!words.isEmpty()) {
                    commands.add(words);
                }
                begun = "";
            } catch (EOFError incomplete) {
                begun = incomplete.getMissing().equals("newline")
                        ? begun.substring(0, begun.length() - 1)
                        : begun + "\n";
            }
        }
        if (!begun.isBlank()) {
            throw new LauncherException("Not a complete command: " + begun);
        }
        return commands;
    }

    /**
     * Runs commands, one after the other.
     *
     * @param text as they stand in a page
     * @param out where they print
     * @throws LauncherException if a line is no command, or a command says that it cannot be run; names the line
     */
    public void run(String text, PrintWriter out) {
        for (List<String> words : split(text)) {
            String last = words.get(words.size() - 1);
            if (last.equals("&")) {
                start(words.subList(0, words.size() - 1));
            } else if (words.equals(List.of("wait"))) {
                join(out);
            } else {
                run(words, out);
            }
            out.flush();
        }
    }

    /**
     * Whether something runs in the background whose output nobody has asked for.
     *
     * @return true until {@code wait}
     */
    public boolean hasJobs() {
        return !background.isEmpty();
    }

    private void run(List<String> words, PrintWriter out) {
        Program program = programs.get(words.get(0));
        if (program == null) {
            throw new LauncherException("There is no command " + words.get(0) + " in: " + String.join(" ", words));
        }
        int exitCode = program.run(out, words.subList(1, words.size()));
        if (exitCode > WORST_VERDICT) {
            throw new LauncherException("Exit code " + exitCode + " of: " + String.join(" ", words));
        }
    }

    private void start(List<String> words) {
        StringWriter printed = new StringWriter();
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> run(words, new PrintWriter(printed, true)));
        background.add(new Job(end, printed));
    }

    private void join(PrintWriter out) {
        for (Job job : background) {
            try {
                job.end().join();
            } catch (CompletionException failed) {
                throw failed.getCause() instanceof LauncherException wrong ? wrong : failed;
            }
            out.print(job.printed());
        }
        background.clear();
    }
}
