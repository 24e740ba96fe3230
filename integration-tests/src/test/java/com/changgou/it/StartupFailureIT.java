package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant: a real service that could not be rolled back does not start, and its failure analysis says what to do. */
class StartupFailureIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path HOME = ROOT.resolve("integration-tests/target/startup");
    private static final Ports PORTS = FreePorts.find();
    private static final String GOODS = "goods-service";

    @BeforeAll
    static void startServers() {
        LocalSystem system = system();
        system.reset();
        system.start("goods-db");
    }

    @BeforeEach
    void coordinatorRuns() {
        if (system().process("tc").isEmpty()) {
            system().start("tc");
        }
    }

    @AfterAll
    static void stopServers() {
        system().discard();
    }

    @Test
    void dataSourceIsNotProxied() {
        assertFailsToStart(system("changgou.seata.data-source-proxy.enabled=false"))
                .hasMessageContaining("APPLICATION FAILED TO START")
                .hasMessageContaining("is not wrapped in Seata's DataSourceProxy")
                .hasMessageContaining("set changgou.seata.data-source-proxy.enabled=true");
    }

    @Test
    void undoLogIsMissing() throws SQLException {
        withSchema(
                "RENAME TABLE undo_log TO undo_log_gone",
                "RENAME TABLE undo_log_gone TO undo_log",
                () -> assertFailsToStart(system()).hasMessageContaining("has no table undo_log"));
    }

    @Test
    void undoLogTakesDuplicates() throws SQLException {
        withSchema(
                "ALTER TABLE undo_log DROP KEY ux_undo_log",
                "ALTER TABLE undo_log ADD UNIQUE KEY ux_undo_log (xid, branch_id)",
                () -> assertFailsToStart(system()).hasMessageContaining("no unique key on (xid, branch_id)"));
    }

    @Test
    void tableHasNoPrimaryKey() throws SQLException {
        withSchema(
                "CREATE TABLE tb_keyless (id INT)",
                "DROP TABLE tb_keyless",
                () -> assertFailsToStart(system()).hasMessageContaining("tables without a primary key: tb_keyless"));
    }

    @Test
    void coordinatorIsNotThere() {
        system().kill("tc");
        assertFailsToStart(system("changgou.seata.startup-check.tc-timeout=3s"))
                .hasMessageContaining("The transaction coordinator (TC) did not answer within 3 s")
                .hasMessageContaining("Start the TC");
    }

    private static AbstractThrowableAssert<?, ?> assertFailsToStart(LocalSystem system) {
        assertThat(system.process(GOODS)).isEmpty();
        return assertThatThrownBy(() -> system.start(GOODS)).isInstanceOf(LauncherException.class);
    }

    private static LocalSystem system(String... goodsSettings) {
        return new LocalSystem(
                new Installation(ROOT, HOME, PORTS, Map.of(GOODS, List.of(goodsSettings)), Map.of(), Topology.STANDARD),
                Progress.SILENT);
    }

    private static void withSchema(String change, String undo, Runnable test) throws SQLException {
        execute(change);
        try {
            test.run();
        } finally {
            execute(undo);
        }
    }

    private static void execute(String sql) throws SQLException {
        Database goods = system().goodsDatabase();
        try (Connection connection = goods.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
