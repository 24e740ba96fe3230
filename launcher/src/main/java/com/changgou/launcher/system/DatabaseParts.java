package com.changgou.launcher.system;

import com.changgou.proof.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** The databases of a system: which server keeps each, and its schema. */
final class DatabaseParts {

    private final Installation installation;
    private final Secrets secrets;

    DatabaseParts(Installation installation, Secrets secrets) {
        this.installation = installation;
        this.secrets = secrets;
    }

    /** Whether somebody else runs the servers, so that they are no parts. */
    boolean areElsewhere() {
        return kind() instanceof Topology.Databases.Elsewhere;
    }

    Database order() {
        return kind() instanceof Topology.Databases.Elsewhere elsewhere
                ? elsewhere.orders()
                : here("orders", installation.ports().orderDb());
    }

    Database goods() {
        return kind() instanceof Topology.Databases.Elsewhere elsewhere
                ? elsewhere.goods()
                : here("goods", installation.ports().goodsDb());
    }

    Database users() {
        return kind() instanceof Topology.Databases.Elsewhere elsewhere
                ? elsewhere.users()
                : here("users", installation.ports().userDb());
    }

    /** Always on this machine. */
    Database tc() {
        return here("seata", installation.ports().tcDb());
    }

    private Database here(String name, int port) {
        return Database.here(name, port, LocalSystem.DATABASE_USER, secrets.database());
    }

    Part part(String name, Database database, int port, String script) {
        DatabaseServer server = server(name);
        Path initFile = installation.data(name + "-init.sql");
        return new Part(
                name,
                "127.0.0.1:" + port,
                server.command(port, initFile),
                server.environment(),
                // Not the data directory: a server that finds one takes it for installed.
                installation.home(),
                () -> {
                    server.prepare();
                    DatabaseServer.writeInitFile(initFile, database);
                },
                null,
                () -> loadSchema(database, script),
                () -> database.connect().close());
    }

    /** For servers that are no parts; a part loads its schema when it is started. */
    void loadSchemas() {
        try {
            loadSchema(order(), "order");
            loadSchema(goods(), "goods");
            loadSchema(users(), "user");
        } catch (SQLException e) {
            throw new LauncherException("The databases cannot be reached: " + e.getMessage(), e);
        }
    }

    private Topology.Databases kind() {
        return installation.topology().databases();
    }

    private DatabaseServer server(String name) {
        return kind() instanceof Topology.Databases.MySql mysql
                ? new MySql(mysql.mysqld(), installation.data(name + "-mysql"))
                : MariaDb.at(installation.databaseBinaries(), installation.data(name));
    }

    private void loadSchema(Database database, String script) throws SQLException {
        try (Connection connection = database.connect()) {
            ScriptUtils.executeSqlScript(connection, new FileSystemResource(installation.sql(script)));
        }
    }
}
