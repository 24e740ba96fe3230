package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.proof.ObservationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** Entry point of {@code ./demo}. */
@Command(
        name = "demo",
        description = "Orders and goods in two databases, under one Seata transaction, on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ConsoleCommand.class,
            LogsCommand.class,
            ResetCommand.class,
            OrderCommand.class,
            CompareCommand.class,
            ProveCommand.class,
            SqlCommand.class,
            HeldCommand.class,
            WalkthroughCommand.class
        },
        footer = {
            "",
            "Faults in a random order, in a system of its own: ./demo chaos --help",
            "What each mode costs, in a system of its own: ./demo bench --help",
            "",
            "Ports, by option or by environment:",
            "--console-port, CONSOLE_PORT (8080)    --order-db-port, ORDER_DB_PORT (3316)",
            "--order-port, ORDER_PORT (8081)        --goods-db-port, GOODS_DB_PORT (3317)",
            "--goods-port, GOODS_PORT (8082)        --user-db-port, USER_DB_PORT (3318)",
            "--user-port, USER_PORT (8083)          --tc-port, TC_PORT (8091)",
            "--broker-port, RABBITMQ_PORT (5672)    --tc-http-port, TC_HTTP_PORT (7091)",
            "--nacos-port, NACOS_PORT (8848, with --nacos)",
            "with --tc-store=db or shared: --tc-db-port, TC_DB_PORT (3319);",
            "with shared: --tc2-port, TC2_PORT (8092)    --tc2-http-port, TC2_HTTP_PORT (7092)"
        })
public final class Demo {

    private final UnaryOperator<String> shown;

    private Demo(UnaryOperator<String> shown) {
        this.shown = shown;
    }

    /**
     * Runs a command; without one, {@code run}.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        String[] line = args.length == 0
                        || args[0].startsWith("--") && !args[0].equals("--help") && !args[0].equals("--version")
                ? withRun(args)
                : args;
        System.exit(command(new PrintWriter(System.out, true, StandardCharsets.UTF_8), UnaryOperator.identity())
                .execute(line));
    }

    /**
     * Runs a command in this JVM.
     *
     * @param out where it prints, errors too
     * @param line its name and arguments
     * @return its exit code
     */
    public static int execute(PrintWriter out, String... line) {
        return execute(out, UnaryOperator.identity(), line);
    }

    /**
     * Runs a command in this JVM whose tables do not show what is, such as ids that differ from run to run.
     *
     * @param out where it prints, errors too
     * @param shown what is shown instead of a value, or of all values in a JSON text
     * @param line its name and arguments
     * @return its exit code
     */
    public static int execute(PrintWriter out, UnaryOperator<String> shown, String... line) {
        return command(out, shown).setErr(out).execute(line);
    }

    /** What a command shows instead of a value. */
    static UnaryOperator<String> shown(CommandSpec command) {
        return ((Demo) command.root().userObject()).shown;
    }

    private static CommandLine command(PrintWriter out, UnaryOperator<String> shown) {
        return new CommandLine(new Demo(shown))
                .setOut(out)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Demo::explain);
    }

    private static String[] withRun(String[] args) {
        String[] line = new String[args.length + 1];
        line[0] = "run";
        System.arraycopy(args, 0, line, 1, args.length);
        return line;
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof LauncherException || failure instanceof ObservationException) {
            command.getErr().println("demo: " + failure.getMessage());
            return 2;
        }
        throw failure;
    }
}
