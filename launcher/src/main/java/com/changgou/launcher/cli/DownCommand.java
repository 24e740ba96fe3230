package com.changgou.launcher.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "down", description = "Stop everything; the data stays.", mixinStandardHelpOptions = true)
final class DownCommand implements Runnable {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Override
    public void run() {
        options.system(new ConsoleProgress(command.commandLine().getOut())).stop();
    }
}
