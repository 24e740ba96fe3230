package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        description = "Stop everything and wipe its data, logs and proofs.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Runnable {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Override
    public void run() {
        LocalSystem system =
                options.system(new ConsoleProgress(command.commandLine().getOut()));
        system.reset();
        command.commandLine().getOut().println("Wiped " + system.installation().home());
    }
}
