package com.changgou.launcher.cli;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.walkthrough.Curl;
import com.changgou.launcher.walkthrough.Shell;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The commands of the docs, about one running system. */
public final class SystemShell {

    /** The others start, stop or wipe the system that the shell is about. */
    private static final Set<String> COMMANDS = Set.of("order", "prove", "sql", "held", "status", "logs");

    private SystemShell() {}

    /**
     * A shell that knows {@code ./demo} and {@code curl}. Both ask this system, whatever ports the docs name.
     *
     * @param system which is up
     * @param shown what is shown in tables instead of a value, or of all values in a JSON text
     * @return a new shell
     */
    public static Shell of(LocalSystem system, UnaryOperator<String> shown) {
        return new Shell(Map.of(
                "./demo",
                (out, arguments) -> demo(system, shown, out, arguments),
                "curl",
                Curl.program(system.installation().ports().insteadOfDefaults())));
    }

    /**
     * Makes a command be about this system.
     *
     * @param system which
     * @return its arguments
     */
    public static List<String> arguments(LocalSystem system) {
        Installation installation = system.installation();
        Ports ports = installation.ports();
        return List.of(
                "--home=" + installation.home(),
                "--order-port=" + ports.order(),
                "--goods-port=" + ports.goods(),
                "--user-port=" + ports.user(),
                "--tc-port=" + ports.tc(),
                "--tc-http-port=" + ports.tcHttp(),
                "--tc2-port=" + ports.tc2(),
                "--tc2-http-port=" + ports.tc2Http(),
                "--order-db-port=" + ports.orderDb(),
                "--goods-db-port=" + ports.goodsDb(),
                "--user-db-port=" + ports.userDb(),
                "--tc-db-port=" + ports.tcDb(),
                "--broker-port=" + ports.broker(),
                "--console-port=" + ports.console(),
                "--nacos-port=" + ports.nacos());
    }

    private static int demo(LocalSystem system, UnaryOperator<String> shown, PrintWriter out, List<String> arguments) {
        String name = arguments.isEmpty() ? "run" : arguments.get(0);
        if (!COMMANDS.contains(name)) {
            throw new LauncherException("./demo " + name + " is about no running system");
        }
        return Demo.execute(
                out,
                shown,
                Stream.of(List.of(name), arguments(system), arguments.subList(1, arguments.size()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }
}
