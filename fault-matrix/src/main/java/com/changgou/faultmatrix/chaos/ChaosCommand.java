package com.changgou.faultmatrix.chaos;

import com.changgou.faultmatrix.cell.Stage;
import com.changgou.faultmatrix.cell.Store;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.OnExit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./demo chaos}. */
@Command(
        name = "demo chaos",
        mixinStandardHelpOptions = true,
        description =
                "Plays faults in a random order that the seed repeats, under load, and checks that nothing was lost.")
public final class ChaosCommand implements Callable<Integer> {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What is done when. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "How long. Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(
            names = "--store",
            defaultValue = "file",
            description = "Where the TC keeps its sessions: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Store store = Store.FILE;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "${sys:changgou.root}/.demo/chaos",
            description = "Where the report is written. Default: .demo/chaos")
    private Path directory = Path.of("");

    @Option(names = "--schedule", description = "Print what would be done, and do nothing.")
    private boolean scheduleOnly;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    /**
     * Runs the command.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ChaosCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(ChaosCommand::explain)
                .execute(args));
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof LauncherException) {
            command.getErr().println("demo: " + failure.getMessage());
            return 2;
        }
        throw failure;
    }

    /**
     * Runs it.
     *
     * @return 0 where every invariant holds, 1 where one does not
     */
    @Override
    public Integer call() throws Exception {
        if (minutes < 1) {
            throw new CommandLine.ParameterException(command.commandLine(), "A run takes a minute at least");
        }
        Schedule schedule = Schedule.of(seed, Duration.ofMinutes(minutes));
        schedule.steps().forEach(step -> say(step.toString()));
        if (scheduleOnly) {
            return 0;
        }
        Path root = Path.of(System.getProperty("changgou.root"));
        say("Starting a system of its own");
        try (Stage stage = Stage.open(root, directory.resolve("system"), store)) {
            return OnExit.ending(stage::close, () -> play(schedule, stage));
        }
    }

    private int play(Schedule schedule, Stage stage) throws Exception {
        ChaosReport report = new ChaosRun(schedule, stage, directory, this::say).run();
        report.write(directory);
        say(report.report().toString());
        say((report.holds() ? "Every invariant holds" : "NOT EVERY INVARIANT HOLDS") + ". Report: "
                + directory.resolve("chaos-" + seed + ".md"));
        return report.holds() ? 0 : 1;
    }

    private void say(String line) {
        command.commandLine().getOut().println(line);
        command.commandLine().getOut().flush();
    }
}
