package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.OnExit;
import com.changgou.proof.Mode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Start everything, prove a commit and a rollback, and keep running until Ctrl-C or ./demo down.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "at",
            description = "at, tcc, mixed or xa: how the orders are placed. Default: at")
    Mode mode;

    @Option(names = "--once", description = "Stop everything afterwards; exit 0 only if both proofs hold.")
    boolean once;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        LocalSystem system = options.newSystem(new ConsoleProgress(out));
        out.println("Starting " + String.join(", ", system.ownParts()) + "; their logs are in "
                + system.installation().home().resolve("logs"));
        Thread stopper = StopOnExit.start(system);
        boolean proven = new Story(system, mode, out).tell();
        if (!once) {
            UpCommand.printUrls(system, out);
            out.println("Press Ctrl-C to stop. The data stays; ./demo reset wipes it.");
            out.flush();
            system.awaitEnd();
            if (OnExit.remove(stopper)) {
                out.println();
                out.println("The system was stopped from outside");
                system.stop();
            }
            return 0;
        }
        out.println();
        out.println("Stopping");
        system.stop();
        OnExit.remove(stopper);
        return proven ? 0 : 1;
    }
}
