package com.changgou.launcher.cli;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which system a command is about. Ports can be given by option or by environment. */
final class SystemOptions {

    private static final int NO_SECOND_ONE = 0;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:DEMO_HOME:-${sys:changgou.root}/.demo}",
            description = "Where data, logs and proofs are kept. Default: .demo")
    Path home;

    @Option(names = "--order-port", paramLabel = "PORT", defaultValue = "${env:ORDER_PORT:-8081}", hidden = true)
    int orderPort;

    @Option(names = "--goods-port", paramLabel = "PORT", defaultValue = "${env:GOODS_PORT:-8082}", hidden = true)
    int goodsPort;

    @Option(names = "--user-port", paramLabel = "PORT", defaultValue = "${env:USER_PORT:-8083}", hidden = true)
    int userPort;

    @Option(names = "--user-db-port", paramLabel = "PORT", defaultValue = "${env:USER_DB_PORT:-3318}", hidden = true)
    int userDbPort;

    @Option(names = "--broker-port", paramLabel = "PORT", defaultValue = "${env:RABBITMQ_PORT:-5672}", hidden = true)
    int brokerPort;

    @Option(names = "--tc-port", paramLabel = "PORT", defaultValue = "${env:TC_PORT:-8091}", hidden = true)
    int tcPort;

    @Option(names = "--tc-http-port", paramLabel = "PORT", defaultValue = "${env:TC_HTTP_PORT:-7091}", hidden = true)
    int tcHttpPort;

    @Option(names = "--tc2-port", paramLabel = "PORT", defaultValue = "${env:TC2_PORT:-8092}", hidden = true)
    int tc2Port;

    @Option(names = "--tc2-http-port", paramLabel = "PORT", defaultValue = "${env:TC2_HTTP_PORT:-7092}", hidden = true)
    int tc2HttpPort;

    @Option(names = "--tc-db-port", paramLabel = "PORT", defaultValue = "${env:TC_DB_PORT:-3319}", hidden = true)
    int tcDbPort;

    @Option(names = "--order-db-port", paramLabel = "PORT", defaultValue = "${env:ORDER_DB_PORT:-3316}", hidden = true)
    int orderDbPort;

    @Option(names = "--goods-db-port", paramLabel = "PORT", defaultValue = "${env:GOODS_DB_PORT:-3317}", hidden = true)
    int goodsDbPort;

    @Option(names = "--console-port", paramLabel = "PORT", defaultValue = "${env:CONSOLE_PORT:-8080}", hidden = true)
    int consolePort;

    @Option(names = "--nacos-port", paramLabel = "PORT", defaultValue = "${env:NACOS_PORT:-8848}", hidden = true)
    int nacosPort;

    @Option(
            names = "--rabbitmq",
            description =
                    "Use the RabbitMQ of this machine: RABBITMQ_PORT (5672), RABBITMQ_USER (guest), RABBITMQ_PASSWORD."
                            + " Default: an embedded AMQP broker")
    boolean rabbitmq;

    @Option(names = "--nacos", description = "Let the services and the TC find each other through a Nacos server.")
    boolean nacos;

    @Option(
            names = "--no-console",
            description =
                    "Start no console. (It may hold a transaction for minutes: with it TC and TM wait for that long.)")
    boolean noConsole;

    @Option(
            names = "--mysql",
            paramLabel = "MYSQLD",
            arity = "0..1",
            fallbackValue = "mysqld",
            description = "Keep the data in MySQL: the mysqld of the PATH, or the one named here. Default: MariaDB")
    @Nullable
    Path mysqld;

    @Option(
            names = "--tc-store",
            paramLabel = "STORE",
            defaultValue = "file",
            description = {
                "Where the TC keeps its sessions. Default: file",
                "file: its own files; db: a database; shared: a database for two TCs, each of which can finish what the other began"
            })
    TcStoreOption tcStore;

    @Option(
            names = "--set",
            paramLabel = "SERVICE:KEY=VALUE",
            description = "A setting for one service, such as goods-service:logging.level.root=DEBUG. Repeatable.")
    List<String> settings = new ArrayList<>();

    /** Names on the command line. */
    enum TcStoreOption {
        FILE(new Topology.TcStore.Files()),
        DB(new Topology.TcStore.OwnDatabase(1)),
        SHARED(new Topology.TcStore.OwnDatabase(2));

        private final Topology.TcStore store;

        TcStoreOption(Topology.TcStore store) {
            this.store = store;
        }
    }

    /** The system that runs, whatever it was started with. */
    LocalSystem system(Progress progress) {
        return system(topology().asStartedIn(home.toAbsolutePath()), Map.of(), progress);
    }

    /** The same, and it runs. */
    LocalSystem runningSystem() {
        LocalSystem system = system(Progress.SILENT);
        if (system.ownParts().stream().anyMatch(part -> system.process(part).isEmpty())) {
            throw new LauncherException("The system is not running. Start it: ./demo up");
        }
        return system;
    }

    /** The system to start, with these options and no others. */
    LocalSystem newSystem(Progress progress) {
        return newSystem(progress, Map.of());
    }

    /** The same, and with this environment for every service. */
    LocalSystem newSystem(Progress progress, Map<String, String> environment) {
        return system(topology(), environment, progress);
    }

    private LocalSystem system(Topology topology, Map<String, String> environment, Progress progress) {
        Ports ports = new Ports(
                orderPort,
                NO_SECOND_ONE,
                goodsPort,
                NO_SECOND_ONE,
                userPort,
                tcPort,
                tcHttpPort,
                tc2Port,
                tc2HttpPort,
                orderDbPort,
                goodsDbPort,
                userDbPort,
                tcDbPort,
                brokerPort,
                consolePort,
                nacosPort);
        Path root = Path.of(System.getProperty("changgou.root", ".")).toAbsolutePath();
        return new LocalSystem(
                new Installation(root, home.toAbsolutePath(), ports, settingsByPart(), environment, topology),
                progress);
    }

    private Topology topology() {
        return new Topology(
                mysqld == null ? new Topology.Databases.Embedded() : new Topology.Databases.MySql(mysqld),
                rabbitmq ? rabbitMq() : new Topology.Broker.Embedded(),
                tcStore.store,
                nacos,
                !noConsole);
    }

    private Topology.Broker rabbitMq() {
        Map<String, String> environment = System.getenv();
        return new Topology.Broker.RabbitMq(
                brokerPort,
                environment.getOrDefault("RABBITMQ_USER", "guest"),
                environment.getOrDefault("RABBITMQ_PASSWORD", "guest"));
    }

    private Map<String, List<String>> settingsByPart() {
        Map<String, List<String>> byPart = new LinkedHashMap<>();
        for (String setting : settings) {
            String[] fields = setting.split(":", 2);
            if (fields.length < 2 || !LocalSystem.PARTS.contains(fields[0]) || !fields[1].contains("=")) {
                throw new ParameterException(
                        command.commandLine(), "Not a setting: " + setting + ". It looks like goods-service:KEY=VALUE");
            }
            byPart.computeIfAbsent(fields[0], part -> new ArrayList<>()).add(fields[1]);
        }
        return byPart;
    }
}
