package com.changgou.it;

import com.changgou.launcher.system.Ports;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Database;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Site;
import com.changgou.proof.TcTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** The stack of {@code docker-compose.yml} on free ports, with faults. */
final class ComposeSystem implements SystemUnderTest {

    private final Ports ports;
    private final Compose compose;

    private ComposeSystem(Ports ports) {
        this.ports = ports;
        this.compose = new Compose(
                "scenarios",
                Map.of(
                        "ORDER_PORT", String.valueOf(ports.order()),
                        "GOODS_PORT", String.valueOf(ports.goods()),
                        "USER_PORT", String.valueOf(ports.user()),
                        "ORDER_DB_PORT", String.valueOf(ports.orderDb()),
                        "GOODS_DB_PORT", String.valueOf(ports.goodsDb()),
                        "TC_DB_PORT", String.valueOf(ports.tc())),
                "integration-tests/src/test/compose/scenarios.yml");
    }

    static ComposeSystem startFresh() {
        ComposeSystem system = new ComposeSystem(FreePorts.find());
        system.compose.upFresh();
        return system;
    }

    @Override
    public OrderApi orders() {
        return new OrderApi(site().orderService());
    }

    @Override
    public OrderApi goods() {
        return new OrderApi(site().goodsService());
    }

    @Override
    public FaultSwitch faults() {
        return new FaultSwitch(site());
    }

    @Override
    public Coordinator tc() {
        return site().tc();
    }

    @Override
    public Connection orderDatabase() throws SQLException {
        return site().orders().connect();
    }

    @Override
    public Connection goodsDatabase() throws SQLException {
        return site().goods().connect();
    }

    private Site site() {
        return new Site(
                "http://127.0.0.1:" + ports.order(),
                "http://127.0.0.1:" + ports.goods(),
                database(ports.orderDb(), "orders"),
                database(ports.goodsDb(), "goods"),
                new TcTables(database(ports.tc(), "seata")));
    }

    /** As root: a service's own user may not count deadlocks. */
    private Database database(int port, String schema) {
        return new Database(
                schema, "jdbc:mysql://127.0.0.1:" + port + "/" + schema, "root", compose.secret("MYSQL_ROOT_PASSWORD"));
    }

    @Override
    public void kill(Part part) {
        compose.kill(name(part));
    }

    @Override
    public void start(Part part) {
        compose.start(name(part));
    }

    @Override
    public boolean isRunning(Part part) {
        return compose.isRunning(name(part));
    }

    @Override
    public String log(Part part) {
        return compose.run("logs", "--no-color", name(part));
    }

    @Override
    public void close() {
        compose.down();
    }

    private static String name(Part part) {
        return switch (part) {
            case ORDER_SERVICE -> "order-service";
            case GOODS_SERVICE -> "goods-service";
            case TC -> "tc";
        };
    }
}
