package com.changgou.launcher.system;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.web.client.RestClient;

/** What each part of a system is: its command, its environment, and how one knows that it works. */
final class Parts {

    static final String ORDER_DB = "order-db";
    static final String GOODS_DB = "goods-db";
    static final String TC = "tc";
    static final String ORDER = "order-service";
    static final String GOODS = "goods-service";

    private static final Runnable NOTHING_TO_PREPARE = () -> {};
    private static final Part.Health NOTHING_MORE = () -> {};

    private final Installation installation;
    private final Ports ports;
    private final Secrets secrets;

    Parts(Installation installation, Secrets secrets) {
        this.installation = installation;
        this.ports = installation.ports();
        this.secrets = secrets;
    }

    /** How long a part may take to stop by itself. The TC's store survives SIGKILL, and asked to stop it takes up to 17 s. */
    static Duration patience(String part) {
        return Duration.ofSeconds(part.equals(TC) ? 6 : 20);
    }

    Database orderDatabase() {
        return new Database("orders", ports.orderDb(), secrets.database());
    }

    Database goodsDatabase() {
        return new Database("goods", ports.goodsDb(), secrets.database());
    }

    Part database(String name, Database database, String script) {
        Path data = installation.data(name);
        MariaDb server = MariaDb.at(installation.databaseBinaries(), data);
        Path initFile = server.initFile();
        return new Part(
                name,
                "127.0.0.1:" + database.port(),
                server.command(database.port(), initFile),
                Map.of(server.libraryVariable(), server.libraryPath()),
                data,
                () -> {
                    server.prepare();
                    server.write(initFile, database);
                },
                () -> loadSchema(database, script),
                () -> database.connect().close());
    }

    private void loadSchema(Database database, String script) throws Exception {
        try (Connection connection = database.connect()) {
            ScriptUtils.executeSqlScript(connection, new FileSystemResource(installation.sql(script)));
        }
    }

    Part coordinator() {
        Map<String, String> environment = new HashMap<>(installation.environment());
        environment.put("TC_PORT", String.valueOf(ports.tc()));
        environment.put("TC_HTTP_PORT", String.valueOf(ports.tcHttp()));
        environment.put("TC_CONSOLE_PASSWORD", secrets.tcConsole());
        environment.put("TC_SECRET_KEY", secrets.tcKey());
        environment.put(
                "TC_STORE_DIR", installation.data(TC).resolve("sessionStore").toString());
        environment.put("TC_LOG_DIR", installation.home().resolve("logs").toString());
        List<String> command = new ArrayList<>(java(192));
        // The address is only the first part of every XID. Upstream refuses 127.0.0.1 there.
        command.addAll(List.of("-jar", installation.jar("seata-server").toString(), "-h", "127.0.0.2"));
        command.addAll(settings(TC));
        return new Part(
                TC,
                "127.0.0.1:" + ports.tc() + ", http://127.0.0.1:" + ports.tcHttp(),
                command,
                environment,
                installation.data(TC),
                NOTHING_TO_PREPARE,
                NOTHING_MORE,
                () -> {
                    get("http://127.0.0.1:" + ports.tcHttp() + "/health");
                    new Socket(InetAddress.getLoopbackAddress(), ports.tc()).close();
                });
    }

    Part goodsService() {
        Map<String, String> environment = serviceEnvironment();
        environment.put("GOODS_PORT", String.valueOf(ports.goods()));
        environment.put("GOODS_DB_URL", goodsDatabase().url());
        environment.put("GOODS_DB_USER", MariaDb.USER);
        environment.put("GOODS_DB_PASSWORD", secrets.database());
        return service(GOODS, ports.goods(), environment);
    }

    Part orderService() {
        Map<String, String> environment = serviceEnvironment();
        environment.put("ORDER_PORT", String.valueOf(ports.order()));
        environment.put("ORDER_DB_URL", orderDatabase().url());
        environment.put("ORDER_DB_USER", MariaDb.USER);
        environment.put("ORDER_DB_PASSWORD", secrets.database());
        environment.put("GOODS_URL", "http://127.0.0.1:" + ports.goods());
        return service(ORDER, ports.order(), environment);
    }

    private Map<String, String> serviceEnvironment() {
        Map<String, String> environment = new HashMap<>(installation.environment());
        environment.put("TC_ADDRESS", "127.0.0.1:" + ports.tc());
        return environment;
    }

    private Part service(String name, int port, Map<String, String> environment) {
        String url = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(java(320));
        command.addAll(List.of(
                "-Dloader.path=" + installation.jar("fault-injection"),
                "-jar",
                installation.jar(name).toString()));
        command.addAll(settings(name));
        return new Part(
                name,
                url,
                command,
                environment,
                installation.home(),
                NOTHING_TO_PREPARE,
                NOTHING_MORE,
                () -> get(url + "/actuator/health"));
    }

    private List<String> settings(String part) {
        return installation.settings().getOrDefault(part, List.of()).stream()
                .map(setting -> "--" + setting)
                .toList();
    }

    private static List<String> java(int megabytes) {
        String java = ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return List.of(java, "-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    private static void get(String url) {
        JdkClientHttpRequestFactory http = new JdkClientHttpRequestFactory();
        http.setReadTimeout(Duration.ofSeconds(5));
        RestClient.builder()
                .requestFactory(http)
                .build()
                .get()
                .uri(url)
                .retrieve()
                .toBodilessEntity();
    }
}
