package com.changgou.it;

import com.changgou.launcher.proof.Coordinator;
import com.changgou.launcher.proof.FaultSwitch;
import com.changgou.launcher.proof.OrderApi;
import com.changgou.launcher.system.Ports;
import java.sql.Connection;
import java.sql.DriverManager;
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
        return new OrderApi(ports.order());
    }

    @Override
    public OrderApi goods() {
        return new OrderApi(ports.goods());
    }

    @Override
    public FaultSwitch faults() {
        return new FaultSwitch(ports);
    }

    @Override
    public Coordinator tc() {
        return new TcTables(() -> connect(ports.tc(), "seata"));
    }

    @Override
    public Connection orderDatabase() throws SQLException {
        return connect(ports.orderDb(), "orders");
    }

    @Override
    public Connection goodsDatabase() throws SQLException {
        return connect(ports.goodsDb(), "goods");
    }

    /** As root: a service's own user may not count deadlocks. */
    private Connection connect(int port, String schema) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/" + schema, "root", compose.secret("MYSQL_ROOT_PASSWORD"));
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
