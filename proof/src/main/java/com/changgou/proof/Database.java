package com.changgou.proof;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A database of the system, as the launcher and the checks see it: over JDBC, past the services.
 *
 * @param name the schema
 * @param url its JDBC URL
 * @param user who reads it
 * @param password of that user
 */
public record Database(String name, String url, String user, String password) {

    /**
     * A schema on this machine.
     *
     * @param name the schema
     * @param port its server's port on 127.0.0.1
     * @param user who reads it
     * @param password of that user
     * @return how to reach it
     */
    public static Database here(String name, int port, String user, String password) {
        String url = "jdbc:mysql://127.0.0.1:" + port + "/" + name + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
        return new Database(name, url, user, password);
    }

    /**
     * How Seata names this database.
     *
     * @return its JDBC URL without parameters
     */
    public String resourceId() {
        return url.split("\\?")[0];
    }

    /**
     * Opens a plain connection; Seata does not see what it does.
     *
     * @return a new connection, to be closed by the caller
     * @throws SQLException if the server cannot be reached
     */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2000");
        // A server that stands still keeps nobody waiting for ever.
        properties.setProperty("socketTimeout", "120000");
        return DriverManager.getConnection(url, properties);
    }
}
