package com.changgou.launcher.system;

import com.changgou.proof.Database;
import com.changgou.proof.Http;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each part of a system is: its command, its environment, and how one knows that it works. */
final class Parts {

    static final String ORDER_DB = "order-db";
    static final String GOODS_DB = "goods-db";
    static final String USER_DB = "user-db";
    static final String BROKER = "broker";
    static final String NACOS = "nacos";
    static final String TC_DB = "tc-db";
    static final String TC = "tc";

    /** The second of two that share a database. */
    static final String TC_2 = "tc-2";

    static final String ORDER = "order-service";
    static final String GOODS = "goods-service";
    static final String USER = "user-service";
    static final String CONSOLE = "console";

    /** A second one, for whoever starts it by name. */
    static final String ORDER_2 = "order-service-2";

    /** A second one, for whoever starts it by name; callers find it through Nacos. */
    static final String GOODS_2 = "goods-service-2";

    /**
     * Where the TC listens when Nacos tells its address: upstream refuses to register 127.0.0.1. It is loopback on Linux and
     * Windows; macOS wants {@code ifconfig lo0 alias 127.0.0.2} first.
     */
    private static final String REGISTERED_TC = "127.0.0.2";

    /** A part that takes a connection and never answers is not healthy. */
    static final Duration HEALTH_PATIENCE = Duration.ofSeconds(5);

    /** Somebody steps through a transaction: a branch, or the TM, waits for phase two as long as the console may hold it. */
    private static final Duration LONGEST_LESSON = Duration.ofMinutes(11);

    private static final String BROKER_USER = "shop";

    private final Installation installation;
    private final Ports ports;
    private final Secrets secrets;
    private final DatabaseParts databases;

    Parts(Installation installation, Secrets secrets) {
        this.installation = installation;
        this.ports = installation.ports();
        this.secrets = secrets;
        this.databases = new DatabaseParts(installation, secrets);
    }

    DatabaseParts databases() {
        return databases;
    }

    /** How long a part may take to stop by itself. The TC's store survives SIGKILL, and asked to stop it takes up to 17 s. */
    static Duration patience(String part) {
        return Duration.ofSeconds(part.equals(TC) || part.equals(TC_2) ? 6 : 20);
    }

    /** The parts of this topology, groups that can start together, in the order of their start. */
    List<List<String>> startOrder() {
        List<String> first = new ArrayList<>();
        if (!databases.areElsewhere()) {
            first.addAll(List.of(ORDER_DB, GOODS_DB, USER_DB));
        }
        if (installation.topology().broker() instanceof Topology.Broker.Embedded) {
            first.add(BROKER);
        }
        if (hasTcDatabase()) {
            first.add(TC_DB);
        }
        if (hasNacos()) {
            first.add(NACOS);
        }
        List<String> coordinators = tcStore().coordinators() == 1 ? List.of(TC) : List.of(TC, TC_2);
        List<String> services = new ArrayList<>(List.of(GOODS, ORDER, USER));
        if (installation.topology().console()) {
            services.add(CONSOLE);
        }
        if (hasTcDatabase() || hasNacos()) {
            return List.of(first, coordinators, services);
        }
        first.addAll(coordinators);
        return List.of(first, services);
    }

    private Topology.TcStore tcStore() {
        return installation.topology().tcStore();
    }

    boolean hasTcDatabase() {
        return tcStore() instanceof Topology.TcStore.OwnDatabase;
    }

    private boolean hasNacos() {
        return installation.topology().nacos();
    }

    Part nacos() {
        Map<String, String> environment = new HashMap<>();
        environment.put("NACOS_PORT", String.valueOf(ports.nacos()));
        environment.put("NACOS_HOME", installation.data(NACOS).toString());
        environment.put("NACOS_AUTH_IDENTITY_KEY", "changgou");
        environment.put("NACOS_AUTH_IDENTITY_VALUE", secrets.nacosKey());
        environment.put("NACOS_AUTH_TOKEN", secrets.nacosKey());
        Application application = application("nacos-standalone");
        List<String> command = new ArrayList<>(java(256));
        command.addAll(application.command());
        command.addAll(settings(NACOS));
        NacosConsole console = nacosConsole();
        return new Part(
                NACOS,
                "127.0.0.1:" + ports.nacos(),
                command,
                environment,
                installation.data(NACOS),
                application::prepare,
                application.archive(),
                () -> {},
                console::requireUsers);
    }

    private NacosConsole nacosConsole() {
        return new NacosConsole(ports.nacos(), secrets.nacosAdmin(), secrets.nacos());
    }

    /** What a client of Nacos is told; nothing where there is none. */
    private Map<String, String> nacosClient() {
        return hasNacos()
                ? Map.of(
                        "NACOS_SERVER",
                        "127.0.0.1:" + ports.nacos(),
                        "NACOS_USER",
                        NacosConsole.USER,
                        "NACOS_PASSWORD",
                        secrets.nacos())
                : Map.of();
    }

    private void requireListed(String service, String group, String cluster, int port) {
        if (hasNacos() && !nacosConsole().lists(service, group, cluster, port)) {
            throw new LauncherException(service + " is not registered");
        }
    }

    /**
     * A TC.
     *
     * @param name of the part
     * @param node tells the ids of its transactions from those of another TC on the same database
     * @param port for TM and RM
     * @param httpPort for everybody else
     */
    Part coordinator(String name, int node, int port, int httpPort) {
        Map<String, String> environment = new HashMap<>(installation.environment());
        environment.put("TC_PORT", String.valueOf(port));
        environment.put("TC_HTTP_PORT", String.valueOf(httpPort));
        environment.put("TC_CONSOLE_PASSWORD", secrets.tcConsole());
        environment.put("TC_SECRET_KEY", secrets.tcKey());
        environment.put("TC_CLIENT_SECRET", secrets.tcClient());
        if (installation.topology().console()) {
            environment.put("TC_REQUEST_TIMEOUT", String.valueOf(LONGEST_LESSON.toMillis()));
        }
        environment.put(
                "TC_STORE_DIR", installation.data(name).resolve("sessionStore").toString());
        environment.put("TC_LOG_DIR", installation.home().resolve("logs").toString());
        if (hasTcDatabase()) {
            environment.put("TC_STORE", "db");
            environment.putAll(tcDatabase());
        }
        String address = hasNacos() ? REGISTERED_TC : "127.0.0.1";
        if (hasNacos()) {
            environment.put("TC_REGISTRY", "nacos");
            environment.put("TC_BIND_ADDRESS", address);
            environment.put("TC_HTTP_BIND_ADDRESS", "127.0.0.1");
            environment.putAll(nacosClient());
        }
        Application application = application("seata-server");
        List<String> command = new ArrayList<>(java(192));
        command.addAll(nacosFiles(name));
        // Upstream reads the command line itself, and knows no settings there.
        settings(name).forEach(setting -> command.add(setting.replaceFirst("^--", "-D")));
        // Without Nacos it is only the first part of every XID. Upstream refuses 127.0.0.1 there, too.
        command.addAll(application.command());
        command.addAll(List.of("-h", REGISTERED_TC));
        if (hasTcDatabase()) {
            command.addAll(List.of("-n", String.valueOf(node)));
        }
        return new Part(
                name,
                address + ":" + port + ", http://127.0.0.1:" + httpPort,
                command,
                environment,
                installation.data(name),
                application::prepare,
                application.archive(),
                () -> {},
                () -> {
                    get("http://127.0.0.1:" + httpPort + "/health");
                    new Socket(address, port).close();
                    requireListed("seata-server", "SEATA_GROUP", "default", port);
                });
    }

    /** Where the sessions are, for the TC and for the console. */
    private Map<String, String> tcDatabase() {
        Database database = databases.tc();
        return Map.of(
                "TC_DB_URL", database.url() + "&rewriteBatchedStatements=true",
                "TC_DB_USER", database.user(),
                "TC_DB_PASSWORD", database.password());
    }

    /** The stand-in for RabbitMQ where a machine has only a JDK. */
    Part broker() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AMQP_PORT", String.valueOf(ports.broker()));
        environment.put("AMQP_USER", BROKER_USER);
        environment.put("AMQP_PASSWORD", secrets.broker());
        environment.put("AMQP_HOME", installation.data(BROKER).toString());
        Application application = application("amqp-broker");
        List<String> command = new ArrayList<>(java(64));
        command.addAll(application.command());
        return new Part(
                BROKER,
                "127.0.0.1:" + ports.broker(),
                command,
                environment,
                installation.data(BROKER),
                application::prepare,
                application.archive(),
                () -> {},
                () -> new Socket("127.0.0.1", ports.broker()).close());
    }

    /** How the broker is reached, whichever it is. */
    Topology.Broker.RabbitMq brokerAccess() {
        return installation.topology().broker() instanceof Topology.Broker.RabbitMq rabbit
                ? rabbit
                : new Topology.Broker.RabbitMq(ports.broker(), BROKER_USER, secrets.broker());
    }

    /** What a service is told of the broker. */
    private Map<String, String> brokerClient() {
        Topology.Broker.RabbitMq access = brokerAccess();
        return Map.of(
                "RABBITMQ_PORT", String.valueOf(access.port()),
                "RABBITMQ_USER", access.user(),
                "RABBITMQ_PASSWORD", access.password());
    }

    Part userService() {
        Map<String, String> environment = serviceEnvironment();
        environment.put("USER_PORT", String.valueOf(ports.user()));
        environment.put("USER_DB_URL", databases.users().url());
        environment.put("USER_DB_USER", LocalSystem.DATABASE_USER);
        environment.put("USER_DB_PASSWORD", databases.users().password());
        environment.putAll(brokerClient());
        return service(USER, USER, ports.user(), environment);
    }

    Part goodsService(String name, int port) {
        Map<String, String> environment = tcClientEnvironment();
        environment.put("GOODS_PORT", String.valueOf(port));
        environment.put("GOODS_DB_URL", databases.goods().url());
        environment.put("GOODS_DB_USER", LocalSystem.DATABASE_USER);
        environment.put("GOODS_DB_PASSWORD", databases.goods().password());
        environment.put("XID_SECRET", secrets.xid());
        return service(name, GOODS, port, environment, beside());
    }

    Part orderService(String name, int port) {
        Map<String, String> environment = tcClientEnvironment();
        environment.put("ORDER_PORT", String.valueOf(port));
        environment.put("ORDER_DB_URL", databases.order().url());
        environment.put("ORDER_DB_USER", LocalSystem.DATABASE_USER);
        environment.put("ORDER_DB_PASSWORD", databases.order().password());
        environment.put("XID_SECRET", secrets.xid());
        environment.put("GOODS_URL", "http://127.0.0.1:" + ports.goods());
        environment.putAll(brokerClient());
        return service(name, ORDER, port, environment, beside());
    }

    /** The page that shows what happens; it starts, and opens files, also where nothing else runs. */
    Part console() {
        Database orders = databases.order();
        Database goods = databases.goods();
        Map<String, String> environment = new HashMap<>();
        environment.put("CONSOLE_PORT", String.valueOf(ports.console()));
        environment.put("ORDER_URL", "http://127.0.0.1:" + ports.order());
        environment.put("ORDER_DB_URL", orders.url());
        environment.put("ORDER_DB_USER", orders.user());
        environment.put("ORDER_DB_PASSWORD", orders.password());
        environment.put("GOODS_URL", "http://127.0.0.1:" + ports.goods());
        environment.put("GOODS_DB_URL", goods.url());
        environment.put("GOODS_DB_USER", goods.user());
        environment.put("GOODS_DB_PASSWORD", goods.password());
        environment.put("TC_URL", "http://127.0.0.1:" + ports.tcHttp());
        environment.put("TC_CONSOLE_PASSWORD", secrets.tcConsole());
        if (hasTcDatabase()) {
            environment.putAll(tcDatabase());
        }
        environment.put(
                "RECORDINGS_DIR", installation.home().resolve("recordings").toString());
        String url = "http://127.0.0.1:" + ports.console();
        Application application = application("console");
        List<String> command = new ArrayList<>(java(128));
        command.addAll(application.command());
        command.addAll(settings(CONSOLE));
        return new Part(
                CONSOLE,
                url,
                command,
                environment,
                installation.home(),
                application::prepare,
                application.archive(),
                () -> {},
                () -> get(url + "/actuator/health/readiness"));
    }

    /** For services that take part in global transactions. */
    private Map<String, String> tcClientEnvironment() {
        Map<String, String> environment = serviceEnvironment();
        environment.put("TC_CLIENT_SECRET", secrets.tcClient());
        // The TC was healthy before them; on a busy machine it may stand still for longer than the 30 s that are usual.
        environment.put("CHANGGOU_SEATA_STARTUPCHECK_TCTIMEOUT", "2m");
        if (tcStore().coordinators() > 1 && !hasNacos()) {
            // By default Seata looks for the TC that an XID names, says at ERROR for each message that 127.0.0.2 is
            // none, and picks one.
            environment.put("SEATA_CLIENT_LOADBALANCE_TYPE", "RandomLoadBalance");
        }
        if (installation.topology().console()) {
            environment.put("TM_REQUEST_TIMEOUT", String.valueOf(LONGEST_LESSON.toMillis()));
            environment.put("XA_BRANCH_TIMEOUT", String.valueOf(LONGEST_LESSON.toMillis()));
        }
        return environment;
    }

    private Map<String, String> serviceEnvironment() {
        Map<String, String> environment = new HashMap<>(installation.environment());
        environment.put("TC_ADDRESS", tcAddresses());
        if (hasNacos()) {
            environment.put("SPRING_PROFILES_ACTIVE", "nacos");
            environment.put("ADVERTISED_ADDRESS", "127.0.0.1");
            environment.putAll(nacosClient());
        }
        return environment;
    }

    private String tcAddresses() {
        String first = "127.0.0.1:" + ports.tc();
        return tcStore().coordinators() == 1 ? first : first + ";127.0.0.1:" + ports.tc2();
    }

    /** For services that take part in global transactions: faults are moments of those, and what is recorded is theirs. */
    private Path[] beside() {
        return installation.equipment().modules().stream()
                .map(installation::jar)
                .toArray(Path[]::new);
    }

    private Part service(String name, String module, int port, Map<String, String> environment, Path... more) {
        String url = "http://127.0.0.1:" + port;
        Application application = application(module, more);
        List<String> command = new ArrayList<>(java(320));
        command.addAll(nacosFiles(name));
        command.addAll(application.command());
        command.addAll(settings(name));
        Runnable prepare = application::prepare;
        return new Part(
                name, url, command, environment, installation.home(), prepare, application.archive(), () -> {}, () -> {
                    get(url + "/actuator/health/readiness");
                    requireListed(module, "DEFAULT_GROUP", "DEFAULT", port);
                });
    }

    /** Or Nacos' client writes its log and its cache into the user's home. */
    private List<String> nacosFiles(String part) {
        Path directory = installation.data("nacos-client").resolve(part);
        return hasNacos()
                ? List.of(
                        "-DJM.LOG.PATH=" + directory.resolve("logs"),
                        "-DJM.SNAPSHOT.PATH=" + directory.resolve("cache"))
                : List.of();
    }

    private List<String> settings(String part) {
        return installation.settings().getOrDefault(part, List.of()).stream()
                .map(setting -> "--" + setting)
                .toList();
    }

    private Application application(String module, Path... more) {
        return new Application(
                installation.equipment(), installation.jar(module), installation.applications(), List.of(more));
    }

    private static List<String> java(int megabytes) {
        return List.of(javaProgram().toString(), "-Xmx" + megabytes + "m");
    }

    private static Path javaProgram() {
        return ProcessHandle.current()
                .info()
                .command()
                .map(Path::of)
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private static void get(String url) {
        Http.to(url, HEALTH_PATIENCE).get().retrieve().toBodilessEntity();
    }
}
