package com.changgou.baseline;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;

/** The floor of a service that has a database and begins no global transactions. */
final class DatabaseRoundTrip implements FloorMeasurement {

    private final JdbcTemplate jdbc;

    DatabaseRoundTrip(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Floor measure(int samples) {
        return jdbc.execute((Connection connection) -> new Floor(of(connection, samples), 0, 0));
    }

    static long of(Connection connection, int samples) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return Median.of(
                    samples, sample -> statement.executeQuery("SELECT 1").close());
        }
    }
}
