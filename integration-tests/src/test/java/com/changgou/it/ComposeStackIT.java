package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.Ports;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The stack of {@code docker-compose.yml} exactly as a user starts it, driven from outside: orders over the published ports,
 * and every outcome read from the databases of the services and of the TC. Orders are held and made to fail with locks in their
 * database; by the console only where the console is what is tested.
 */
@Tag("docker")
@EnabledIfSystemProperty(named = "compose", matches = ".*", disabledReason = "not asked for: -Dcompose")
class ComposeStackIT {

    private static final Duration SOON = Duration.ofSeconds(100);
    private static final Ports PORTS = FreePorts.find();
    private static final Set<Integer> OPEN_BEFORE = new TreeSet<>();

    private static Compose compose;

    @BeforeAll
    static void start() throws SocketException {
        compose = new Compose(
                "stack",
                Map.of(
                        "ORDER_PORT", String.valueOf(PORTS.order()),
                        "GOODS_PORT", String.valueOf(PORTS.goods()),
                        "USER_PORT", String.valueOf(PORTS.user()),
                        "CONSOLE_PORT", String.valueOf(PORTS.console()),
                        // Who lets others reach the services does not let them hold or halt one.
                        "BIND_ADDRESS", "0.0.0.0"),
                "deploy/compose/console.yml");
        OPEN_BEFORE.addAll(PortScan.openPorts());
        compose.upFresh();
    }

    @AfterAll
    static void stop() {
        if (compose != null) {
            compose.down();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(tc("SELECT * FROM branch_table")).as("branches").isEmpty();
            assertThat(tc("SELECT * FROM lock_table")).as("global locks").isEmpty();
            assertThat(orders("SELECT xid FROM undo_log WHERE log_status = 0"))
                    .as("undo logs")
                    .isEmpty();
            assertThat(goods("SELECT xid FROM undo_log WHERE log_status = 0"))
                    .as("undo logs")
                    .isEmpty();
        });
    }

    @Test
    void onlyTheServicesCanBeReached() throws SocketException {
        Set<Integer> opened = new TreeSet<>(PortScan.openPorts());
        opened.removeAll(OPEN_BEFORE);
        assertThat(opened).containsOnly(PORTS.order(), PORTS.goods(), PORTS.user(), PORTS.console());
        assertThat(PortScan.addressesOf(PORTS.order())).containsExactly("127.0.0.1");
        assertThat(PortScan.addressesOf(PORTS.goods())).containsExactly("127.0.0.1");
        assertThat(PortScan.addressesOf(PORTS.user())).containsExactly("127.0.0.1");
        assertThat(PortScan.addressesOf(PORTS.console())).containsExactly("127.0.0.1");
    }

    /** Nacos and RabbitMQ are left out: upstream's images do not support all of this. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-service",
                "goods-service",
                "user-service",
                "console",
                "tc",
                "order-db",
                "goods-db",
                "user-db",
                "tc-db"
            })
    void containerHasNoRightThatItDoesNotNeed(String service) {
        String container = compose.run("ps", "--quiet", service).strip();

        assertThat(Docker.inspect(container, "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}"))
                .isEqualTo("true [ALL]");
        assertThat(Docker.inspect(container, "{{.Config.User}}")).isNotEmpty().doesNotStartWith("0");
    }

    @ParameterizedTest
    @CsvSource({"order-db, orders", "goods-db, goods", "user-db, users", "tc-db, seata"})
    void userOfASchemaReadsAndWritesRowsAndNothingElse(String server, String schema) {
        assertThat(compose.query(server, schema, "SHOW GRANTS FOR '" + schema + "'@'%'"))
                .containsExactlyInAnyOrder(
                        "GRANT USAGE ON *.* TO `" + schema + "`@`%`",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON `" + schema + "`.* TO `" + schema + "`@`%`");
    }

    @ParameterizedTest
    @CsvSource({"order-db, orders", "goods-db, goods", "tc-db, seata"})
    void consoleReadsAndChangesNothing(String server, String schema) {
        assertThat(compose.query(server, schema, "SHOW GRANTS FOR 'console'@'%'"))
                .containsExactlyInAnyOrder(
                        "GRANT PROCESS ON *.* TO `console`@`%`",
                        "GRANT XA_RECOVER_ADMIN ON *.* TO `console`@`%`",
                        "GRANT SELECT ON `" + schema + "`.* TO `console`@`%`");
    }

    /** Its messages are those that both ends have seen, and its rows those of the databases. */
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"AT", "XA"})
    void consoleRecordsAnOrder(Mode mode) {
        long stock = stock(7);
        OrderApi console = new OrderApi("http://127.0.0.1:" + PORTS.console());
        String begun = console.post(
                        "/api/recordings",
                        "{\"userId\":\"u1\",\"skuId\":7,\"quantity\":2,\"mode\":\"" + mode + "\",\"stepping\":false}",
                        null)
                .body()
                .get("id")
                .asString();

        JsonNode ended = await().atMost(SOON)
                .until(
                        () -> console.get("/api/recordings/" + begun).body(),
                        recording -> !recording.get("state").asString().equals("running"));

        assertThat(ended.get("failure").isNull()).as(ended::toString).isTrue();
        assertThat(ended.at("/proof/verdict").asString()).isEqualTo("COMMITTED");
        assertThat(stock(7)).isEqualTo(stock - 2);
        assertThat(orders("SELECT status FROM tb_order WHERE xid = '"
                        + ended.get("xid").asString() + "'"))
                .containsExactly("PLACED");
        assertThat(ended.get("events").valueStream())
                .extracting(event -> event.get("name").asString())
                .contains("GlobalBeginRequest", "BranchRegisterRequest", "UPDATE tb_sku", "BranchCommitResponse");
    }

    @Test
    void nacosTellsNobodyWhoHasNotLoggedIn() {
        assertThat(compose.run(
                        "exec",
                        "-T",
                        "nacos",
                        "curl",
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "http://127.0.0.1:8848/nacos/v3/client/ns/instance/list?serviceName=goods-service"))
                .isEqualTo("403");
    }

    @Test
    void servicesMayRegisterAndReadNoConfiguration() {
        String login = "token=$(curl -fsS http://127.0.0.1:8848/nacos/v3/auth/user/login -d username=shop"
                + " --data-urlencode \"password=$NACOS_PASSWORD\" | sed 's/.*\"accessToken\":\"\\([^\"]*\\)\".*/\\1/');"
                + " for path in ns/instance/list?serviceName=goods-service 'cs/config?dataId=any&groupName=any'; do"
                + " curl -s -o /dev/null -w '%{http_code} ' -H \"accessToken: $token\""
                + " \"http://127.0.0.1:8848/nacos/v3/client/$path\"; done";
        assertThat(compose.runWith(
                        Map.of("NACOS_PASSWORD", compose.secret("NACOS_PASSWORD")),
                        "exec",
                        "-T",
                        "-e",
                        "NACOS_PASSWORD",
                        "nacos",
                        "bash",
                        "-c",
                        login))
                .isEqualTo("200 403 ");
    }

    /** What ran once already, the jobs for schemas and users among it, runs again. */
    @Test
    void dataOutlivesTheContainers() {
        String orderId = place(new Line(4, 1)).body().get("orderId").asString();
        long stock = stock(4);
        // A service that stops right after it acknowledged phase two leaves undo logs of committed transactions.
        nothingIsLeft();

        compose.run("down", "--timeout", "20");
        compose.up();

        assertThat(orders("SELECT status FROM tb_order WHERE id = '" + orderId + "'"))
                .containsExactly("PLACED");
        assertThat(stock(4)).isEqualTo(stock);
        assertThat(place(new Line(4, 1)).status()).isEqualTo(201);
    }

    @Test
    void committedOrderIsInBothDatabases() {
        long stock = stock(1);

        Answer answer = place(new Line(1, 2));

        assertThat(answer.status()).isEqualTo(201);
        String xid = answer.body().get("xid").asString();
        assertThat(orders("SELECT status FROM tb_order WHERE xid = '" + xid + "'"))
                .containsExactly("PLACED");
        assertThat(stock(1)).isEqualTo(stock - 2);
    }

    @ParameterizedTest
    @EnumSource
    void orderIsPlacedInEveryMode(Mode mode) {
        String stock = goods("SELECT stock FROM tb_sku WHERE id = 6").get(0);

        assertThat(place(new Line(6, 2), mode).status()).isEqualTo(201);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(goods("SELECT stock - frozen FROM tb_sku WHERE id = 6"))
                        .containsExactly(String.valueOf(Long.parseLong(stock) - 2)));
        assertThat(orders("SELECT id FROM tb_order WHERE status <> 'PLACED'")).isEmpty();
    }

    @Test
    void pointsArriveOverRabbitMq() {
        orderEarnsItsPoints();
    }

    private void orderEarnsItsPoints() {
        String orderId = place(new Line(5, 4)).body().get("orderId").asString();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(compose.query(
                                "user-db",
                                "users",
                                "SELECT point FROM tb_point_log WHERE order_id = '" + orderId + "'"))
                        .containsExactly("100"));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(orders("SELECT status FROM tb_task_his WHERE order_id = '" + orderId + "'"))
                                .containsExactly("DONE"));
    }

    /** The profile as the compose file describes it; every other scenario here runs without. */
    @Test
    void pointsArriveWithTheMarkOfTheRedisProfile() {
        try {
            compose.runWith(
                    Map.of("POINTS_MARK", "true"), "--profile", "redis", "up", "--wait", "redis", "user-service");

            // The first one makes the connection, and does not wait for it: the mark may cost no more than it spares.
            orderEarnsItsPoints();
            await().atMost(SOON).untilAsserted(() -> assertThat(redisCommands()).contains("cmdstat_hello:"));

            orderEarnsItsPoints();

            assertThat(redisCommands()).contains("cmdstat_set:");
        } finally {
            compose.run("up", "--wait", "user-service");
            compose.run("--profile", "redis", "rm", "--force", "--stop", "redis");
        }
    }

    private String redisCommands() {
        return compose.run(
                "--profile",
                "redis",
                "exec",
                "-T",
                "redis",
                "sh",
                "-c",
                "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli info commandstats");
    }

    @Test
    void failedOrderIsInNeither() {
        long stock = stock(2);
        HeldOrder order = HeldOrder.place(compose, () -> place(new Line(2, 3)));
        requireOneBranchOf(2, stock - 3);

        assertThat(order.fail().status()).isIn(500, 503);

        await().atMost(SOON).untilAsserted(() -> assertThat(stock(2)).isEqualTo(stock));
        assertThat(orders("SELECT * FROM tb_order_line WHERE sku_id = 2")).isEmpty();
    }

    @Test
    void stockComesBackOnceTheKilledGoodsContainerIsStartedAgain() {
        long stock = stock(3);
        HeldOrder order = HeldOrder.place(compose, () -> place(new Line(3, 4)));
        requireOneBranchOf(3, stock - 4);
        compose.kill("goods-service");

        assertThat(order.fail().status()).isIn(500, 503, 504);

        assertThat(stock(3)).as("nobody can undo it yet").isEqualTo(stock - 4);
        assertThat(tc("SELECT pk FROM lock_table WHERE table_name = 'tb_sku'")).containsExactly("3");
        compose.start("goods-service");
        await().atMost(SOON).untilAsserted(() -> assertThat(stock(3)).isEqualTo(stock));
        assertThat(orders("SELECT * FROM tb_order_line WHERE sku_id = 3")).isEmpty();
    }

    @Test
    void takenPortIsNamed() throws IOException {
        compose.run("rm", "--stop", "--force", "goods-service");
        try (ServerSocket taken = new ServerSocket(PORTS.goods(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(compose.failure(Map.of(), "up", "--no-deps", "--wait", "goods-service"))
                    .contains("127.0.0.1:" + taken.getLocalPort() + ": bind: address already in use");
        }
        compose.start("goods-service");
    }

    @TestFactory
    Stream<DynamicTest> docsShowWhatComposePrints() {
        return new ComposeDocs(compose, PORTS).tests();
    }

    private static void requireOneBranchOf(long sku, long reduced) {
        assertThat(stock(sku)).as("phase one is committed, and can be read").isEqualTo(reduced);
        assertThat(tc("SELECT resource_id, branch_type FROM branch_table"))
                .containsExactly("jdbc:mysql://goods-db:3306/goods\tAT");
        assertThat(tc("SELECT table_name FROM lock_table ORDER BY 1")).containsExactly("tb_sku", "tb_stock_journal");
        assertThat(goods("SELECT COUNT(*) FROM undo_log WHERE log_status = 0")).containsExactly("1");
    }

    private static Answer place(Line line) {
        return place(line, Mode.AT);
    }

    private static Answer place(Line line, Mode mode) {
        return new OrderApi("http://127.0.0.1:" + PORTS.order()).place(new Request("u1", List.of(line)), null, mode);
    }

    private static long stock(long sku) {
        return Long.parseLong(
                goods("SELECT stock FROM tb_sku WHERE id = " + sku).get(0));
    }

    private static List<String> orders(String sql) {
        return compose.query("order-db", "orders", sql);
    }

    private static List<String> goods(String sql) {
        return compose.query("goods-db", "goods", sql);
    }

    private static List<String> tc(String sql) {
        return compose.query("tc-db", "seata", sql);
    }
}
