package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Show which parts run and are healthy; exit 0 only if all are.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        LocalSystem system = options.system(Progress.SILENT);
        if (!system.isRunning()) {
            system = options.newSystem(Progress.SILENT);
        }
        boolean allHealthy = true;
        for (String part : system.ownParts()) {
            Optional<ProcessHandle> process = system.process(part);
            boolean healthy = process.isPresent() && system.isHealthy(part);
            allHealthy &= healthy;
            String state = process.isEmpty() ? "not running" : healthy ? "healthy" : "running, not healthy";
            out.printf(
                    "%-14s %-20s %s%n",
                    part, state, process.map(p -> "pid " + p.pid()).orElse(""));
        }
        return allHealthy ? 0 : 1;
    }
}
