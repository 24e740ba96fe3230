package com.changgou.it;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The scenarios on MySQL in containers: {@code mysql:8.4.6}, or the image named by {@code -Dmysql.image}. */
@Tag("docker")
@EnabledIf(
        value = "imageIsHere",
        disabledReason = "no Docker engine answers, or it has no image mysql:8.4.6 and can pull none")
class TestcontainersOrderScenariosIT extends OrderScenarios {

    private static final DockerImageName IMAGE = DockerImageName.parse(System.getProperty("mysql.image", "mysql:8.4.6"))
            .asCompatibleSubstituteFor("mysql");

    static boolean imageIsHere() {
        return Docker.canRun(IMAGE.asCanonicalNameString());
    }

    @Override
    SystemUnderTest startFresh() throws SQLException {
        MySQLContainer orderDb = container("orders");
        MySQLContainer goodsDb = container("goods");
        MySQLContainer userDb = container("users");
        return LocalProcessSystem.startFresh(
                "testcontainers",
                new Topology(
                        new Topology.Databases.Elsewhere(database(orderDb), database(goodsDb), database(userDb)),
                        new Topology.Broker.Embedded(),
                        false));
    }

    private MySQLContainer container(String schema) throws SQLException {
        MySQLContainer container = start(new MySQLContainer(IMAGE)
                .withDatabaseName(schema)
                .withUsername(LocalSystem.DATABASE_USER)
                .withPassword(UUID.randomUUID().toString())
                .withCommand("--innodb-buffer-pool-size=64M", "--performance-schema=OFF", "--max-connections=500"));
        mayCountDeadlocksAndSeeXaBranches(container);
        return container;
    }

    private static void mayCountDeadlocksAndSeeXaBranches(MySQLContainer container) throws SQLException {
        try (Connection root = DriverManager.getConnection(container.getJdbcUrl(), "root", container.getPassword());
                Statement statement = root.createStatement()) {
            statement.execute("GRANT PROCESS, XA_RECOVER_ADMIN ON *.* TO " + LocalSystem.DATABASE_USER);
        }
    }

    private static Database database(MySQLContainer container) {
        return Database.here(
                container.getDatabaseName(),
                container.getMappedPort(MySQLContainer.MYSQL_PORT),
                container.getUsername(),
                container.getPassword());
    }
}
