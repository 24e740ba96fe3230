package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "console",
        description = "Start the console alone, to open recordings where nothing else runs, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        LocalSystem system = options.newSystem(new ConsoleProgress(out));
        Runtime.getRuntime().addShutdownHook(new Thread(system::stopConsole, "stop"));
        system.startConsole();
        out.println("Console  http://127.0.0.1:" + system.installation().ports().console());
        out.println("Press Ctrl-C to stop.");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
