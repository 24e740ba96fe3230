package com.changgou.benchmarks;

import com.changgou.faultmatrix.cell.Store;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.OnExit;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./demo bench}. */
@Command(
        name = "demo bench",
        mixinStandardHelpOptions = true,
        description = "Measures what each mode costs, side by side in one deployment, and counts what an order takes.")
public final class BenchCommand implements Callable<Integer> {

    /** Turns of 2 s. */
    private static final int WARM_UP = 12;

    /** The run is void: two contenders that are the same differ. */
    private static final int VOID = 3;

    @Option(names = "--quick", description = "Side by side alone, 3 blocks of 1 s: fits 5 minutes.")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the order of the rounds and of what is ordered. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often each mode has its round. Default: ${DEFAULT-VALUE}")
    private int blocks;

    @Option(
            names = "--round",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description =
                    "How long each round is; those of hot row, branches and so on are shorter. Default: ${DEFAULT-VALUE}")
    private int round;

    @Option(
            names = "--side-by-side",
            description = "The comparison of the modes alone, without hot row, branches, rows, clients and aborts.")
    private boolean sideBySide;

    @Option(
            names = "--store",
            defaultValue = "file",
            description = "Where the TC keeps its sessions: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Store store = Store.FILE;

    @Option(
            names = "--mysql",
            paramLabel = "MYSQLD",
            arity = "0..1",
            fallbackValue = "mysqld",
            description = "Keep the data in MySQL: the mysqld of the PATH, or the one named here. Default: MariaDB")
    private @Nullable Path mysqld;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "${sys:changgou.root}/.demo/bench",
            description = "Where benchmarks.md, benchmarks.json and the pictures are written. Default: .demo/bench")
    private Path directory = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    private BenchCommand() {}

    /**
     * The program.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        CommandLine command = new CommandLine(new BenchCommand());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof LauncherException) {
                line.getErr().println("demo: " + failure.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw failure;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (blocks < 1 || round < 1) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "There is a block at least, and a round takes a second at least");
        }
        Path root = Path.of(System.getProperty("changgou.root", ".")).toAbsolutePath();
        Path home = root.resolve(".demo").resolve("bench-system");
        Topology.Databases databases =
                mysqld == null ? new Topology.Databases.Embedded() : new Topology.Databases.MySql(mysqld);
        say("Starting the services twice: as shipped, and with stock settings");
        try (Deployment deployment = Deployment.open(root, home, store.parts(), databases, Progress.SILENT);
                Benchmark benchmark = new Benchmark(deployment, plan(), this::say, this::write)) {
            Result result = OnExit.ending(deployment::close, benchmark::run);
            say("Written: " + directory.resolve(BenchReport.PAGE));
            return result.isVoid() ? VOID : CommandLine.ExitCode.OK;
        }
    }

    private void write(Result result) throws IOException {
        new BenchReport(result).write(directory);
    }

    private void say(String line) {
        command.commandLine().getOut().println(line);
        command.commandLine().getOut().flush();
    }

    private Benchmark.Plan plan() {
        return quick
                ? new Benchmark.Plan(seed, 3, Duration.ofSeconds(1), 1, 2, false, store)
                : new Benchmark.Plan(
                        seed, blocks, Duration.ofSeconds(round), WARM_UP, CountedWork.SURE, !sideBySide, store);
    }
}
