package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.commons.io.input.Tailer;
import org.apache.commons.io.input.TailerListenerAdapter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "logs", description = "Print the log of one part.", mixinStandardHelpOptions = true)
final class LogsCommand implements Runnable {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Parameters(paramLabel = "SERVICE", description = "A part, such as order-service, goods-service, tc or order-db.")
    String part;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing what is added.")
    boolean follow;

    @Override
    public void run() {
        if (!LocalSystem.PARTS.contains(part)) {
            throw new LauncherException(
                    "There is no part " + part + ". There are: " + String.join(", ", LocalSystem.PARTS));
        }
        Path log = options.system(Progress.SILENT).installation().log(part);
        if (!Files.exists(log)) {
            throw new LauncherException("There is no log of " + part + " yet: " + log);
        }
        PrintWriter out = command.commandLine().getOut();
        if (follow) {
            follow(log, out);
        } else {
            print(log, out);
        }
    }

    private static void print(Path log, PrintWriter out) {
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(out::println);
        } catch (IOException e) {
            throw new LauncherException(log + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void follow(Path log, PrintWriter out) {
        TailerListenerAdapter printer = new TailerListenerAdapter() {
            @Override
            public void handle(String line) {
                out.println(line);
                out.flush();
            }
        };
        Tailer tailer = Tailer.builder()
                .setFile(log.toFile())
                .setTailerListener(printer)
                .setDelayDuration(Duration.ofMillis(200))
                .setStartThread(false)
                .get();
        tailer.run();
    }
}
