package com.changgou.baseline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.TransactionManager;
import org.springframework.jdbc.core.JdbcTemplate;

/** The floor of the order service. Its table of claims is the one that no invariant counts: a row of it is changed, and removed. */
final class OrderFloor implements FloorMeasurement {

    /** Of the form that a TC gives, and too small to be one: the TC says that it is finished. */
    private static final String NO_TRANSACTION = "127.0.0.2:8091:1";

    private final JdbcTemplate jdbc;
    private final Supplier<TransactionManager> coordinator;

    /** {@code coordinator}: who asks the TC, looked up late. It is replaced while the service starts. */
    OrderFloor(JdbcTemplate jdbc, Supplier<TransactionManager> coordinator) {
        this.jdbc = jdbc;
        this.coordinator = coordinator;
    }

    @Override
    public Floor measure(int samples) throws TransactionException {
        String claim = "floor-" + UUID.randomUUID();
        jdbc.update(
                "INSERT INTO tb_order_claim (request_id, request_hash, attempt) VALUES (?, 'floor', 'none')", claim);
        try {
            long tcRoundTrip = tcRoundTrip(samples);
            return jdbc.execute((Connection connection) -> {
                long roundTrip = DatabaseRoundTrip.of(connection, samples);
                return new Floor(roundTrip, update(connection, claim, samples) - roundTrip, tcRoundTrip);
            });
        } finally {
            jdbc.update("DELETE FROM tb_order_claim WHERE request_id = ?", claim);
        }
    }

    /** With autocommit, as pooled connections are; another value each time, or the database would have nothing to write. */
    private static long update(Connection connection, String claim, int samples) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE tb_order_claim SET attempt = ? WHERE request_id = ?")) {
            update.setString(2, claim);
            return Median.of(samples, sample -> {
                update.setString(1, String.valueOf(sample));
                update.executeUpdate();
            });
        }
    }

    private long tcRoundTrip(int samples) throws TransactionException {
        TransactionManager manager = coordinator.get();
        return Median.of(samples, sample -> manager.getStatus(NO_TRANSACTION));
    }
}
