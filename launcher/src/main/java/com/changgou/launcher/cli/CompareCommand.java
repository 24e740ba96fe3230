package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.OnExit;
import com.changgou.launcher.system.Progress;
import com.changgou.proof.Comparison;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description =
                "Start everything, place the same order in every mode, once committed and once rolled back, and print"
                        + " what each locks, shows, leaves and costs; exit 0 only if every proof holds.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Override
    public Integer call() {
        requireStopped();
        PrintWriter out = command.commandLine().getOut();
        options.settings.add(Comparison.WITHOUT_POINTS);
        LocalSystem system = options.newSystem(new ConsoleProgress(out));
        Thread stopper = StopOnExit.start(system);
        out.println();
        Comparison comparison = Comparison.of(system.site(), system.tcConsole(), Story.ORDER, step -> {
            out.println(step);
            out.flush();
        });
        out.println();
        out.println(comparison.table());
        out.flush();
        system.stop();
        OnExit.remove(stopper);
        return comparison.isProven() ? 0 : 1;
    }

    private void requireStopped() {
        LocalSystem running = options.system(Progress.SILENT);
        if (running.ownParts().stream().anyMatch(part -> running.process(part).isPresent())) {
            throw new LauncherException(
                    "The system is running, and what it does besides would be counted. Stop it first: ./demo down");
        }
    }
}
