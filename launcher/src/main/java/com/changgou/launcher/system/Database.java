package com.changgou.launcher.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A database of the system, as the launcher and the checks see it: over JDBC, past the services.
 *
 * @param name the schema
 * @param port its server's port on 127.0.0.1
 * @param password of the schema's owner
 */
public record Database(String name, int port, String password) {

    /** The schema's owner, in every system. */
    public static final String USER = "shop";

    String url() {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + name + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    /**
     * Opens a plain connection; Seata does not see what it does.
     *
     * @return a new connection, to be closed by the caller
     * @throws SQLException if the server cannot be reached
     */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2000");
        return DriverManager.getConnection(url(), properties);
    }
}
