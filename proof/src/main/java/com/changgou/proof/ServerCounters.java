package com.changgou.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What a database server has counted so far, whoever caused it; only the difference of two readings says something. What the
 * reading connection itself does is taken out, so both readings have to come from one connection. Housekeeping of the server
 * only adds: the least of several measurements is the cost of the work.
 *
 * @param values each counter's value
 */
public record ServerCounters(Map<Counter, Long> values) {

    /** What is counted, under the server's name for it. As measured on MariaDB 11.4 and MySQL 9.7. */
    public enum Counter {
        /** Statements that clients have sent, of every kind: {@code SET} and {@code COMMIT} are some. */
        STATEMENT("Questions"),

        /**
         * {@code SELECT}s, with locks or without. Unless it is told not to, Connector/J asks one of its own before each statement
         * that writes: {@code SELECT @@session.transaction_read_only}.
         */
        SELECT("Com_select"),

        /** {@code INSERT} of values, failed ones included; an {@code INSERT} from a {@code SELECT} is not one. */
        INSERT("Com_insert"),

        /** {@code UPDATE}s of one table, with or without an effect. */
        UPDATE("Com_update"),

        /** {@code DELETE}s from one table, with or without an effect. */
        DELETE("Com_delete"),

        /** {@code COMMIT} statements, also of transactions that have changed nothing. Autocommit and XA send none. */
        COMMIT("Com_commit"),

        /** {@code ROLLBACK} statements. */
        ROLLBACK("Com_rollback"),

        /** {@code XA START} statements. */
        XA_START("Com_xa_start"),

        /** {@code XA END} statements. */
        XA_END("Com_xa_end"),

        /** {@code XA PREPARE} statements. */
        XA_PREPARE("Com_xa_prepare"),

        /** {@code XA COMMIT} statements, in one phase or in two. */
        XA_COMMIT("Com_xa_commit"),

        /** {@code XA ROLLBACK} statements, in whatever state the branch was. */
        XA_ROLLBACK("Com_xa_rollback"),

        /**
         * Transactions that changed at least one row and are over: one for each statement under autocommit, one for an XA branch
         * with its second phase and none with its {@code XA PREPARE}. Rolled back ones count, too. Reads with locks and updates
         * that find no row do not count. The server adds one whenever it renews a table's statistics.
         */
        CHANGING_TRANSACTION("trx_commits_insert_update"),

        /**
         * How often the redo log went to the disk: once for a commit, and for an XA branch once with its {@code XA PREPARE} and with
         * its {@code XA COMMIT} once on MariaDB and twice on MySQL. A rollback of changes is free on MariaDB and costs one on MySQL.
         * Commits at the same instant share one, and both servers add some every second, so it has to be read at once. MySQL's binary
         * log goes to the disk besides, and is not in here. MariaDB counts the log's writes, MySQL its fsyncs.
         */
        LOG_FLUSH("Innodb_os_log_fsyncs", "Innodb_log_writes");

        private final List<String> names;

        Counter(String... names) {
            this.names = List.of(names);
        }

        private long in(Map<String, Long> reading) {
            return names.stream()
                    .filter(reading::containsKey)
                    .findFirst()
                    .map(reading::get)
                    .orElseThrow(() -> new ObservationException("The database server does not count " + names
                            + ". One that was started by an earlier version has to be started again."));
        }
    }

    private static final long STANDS_STILL_MILLIS = 100;
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private static final String NAMES = Arrays.stream(Counter.values())
            .flatMap(counter -> counter.names.stream())
            .collect(Collectors.joining("', '", "('", "')"));

    private static final String OF_ALL = "SHOW GLOBAL STATUS WHERE Variable_name IN " + NAMES;

    /** InnoDB has no counters by connection, and shows those of all again. */
    private static final String OF_THIS_CONNECTION =
            "SHOW SESSION STATUS WHERE Variable_name NOT LIKE 'Innodb%' AND Variable_name IN " + NAMES;

    /** A counter that was never switched on says 0, too. */
    private static final String OF_INNODB =
            "SELECT name, `count` FROM information_schema.innodb_metrics WHERE time_enabled IS NOT NULL AND name IN "
                    + NAMES;

    /** Copies the values, in the order of the counters. */
    public ServerCounters {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /**
     * Reads all counters.
     *
     * @param connection of a user with the privilege {@code PROCESS}
     * @return their values now, without what this connection has caused
     * @throws SQLException if the server cannot be asked
     * @throws ObservationException if the server does not count what is asked for
     */
    public static ServerCounters read(Connection connection) throws SQLException {
        Map<String, Long> own = select(connection, OF_THIS_CONNECTION);
        Map<String, Long> reading = select(connection, OF_ALL);
        own.forEach((name, count) -> reading.merge(name, -count, Long::sum));
        reading.putAll(select(connection, OF_INNODB));
        return of(reading);
    }

    /**
     * Reads until nothing is on its way any more: whoever has deleted an undo log sends one statement more when the row is gone, to
     * give its connection back.
     *
     * @param <T> what is read, such as sums of counters
     * @param reading reads it now
     * @return what two readings show alike, 100 ms apart
     * @throws org.awaitility.core.ConditionTimeoutException if it still changes after half a minute
     */
    public static <T> T atRest(Callable<T> reading) {
        AtomicReference<@Nullable T> last = new AtomicReference<>();
        Awaitility.await("counters that stand still")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(STANDS_STILL_MILLIS))
                .atMost(LONGEST_REST)
                .until(() -> {
                    T now = reading.call();
                    return now.equals(last.getAndSet(now));
                });
        return Objects.requireNonNull(last.get());
    }

    static ServerCounters of(Map<String, Long> reading) {
        Map<Counter, Long> values = new EnumMap<>(Counter.class);
        Arrays.stream(Counter.values()).forEach(counter -> values.put(counter, counter.in(reading)));
        return new ServerCounters(values);
    }

    /**
     * What was counted between two readings.
     *
     * @param before the earlier reading
     * @return the difference, counter by counter
     */
    public ServerCounters since(ServerCounters before) {
        Map<Counter, Long> difference = new EnumMap<>(values);
        difference.replaceAll((counter, value) -> value - before.get(counter));
        return new ServerCounters(difference);
    }

    /**
     * One value.
     *
     * @param counter which one
     * @return its value
     */
    public long get(Counter counter) {
        return values.get(counter);
    }

    /**
     * How often the database had to make a change durable.
     *
     * @return commits of changes, and prepared XA branches; what an XA branch takes back is none
     */
    public long durableCommits() {
        return get(Counter.CHANGING_TRANSACTION) + get(Counter.XA_PREPARE) - get(Counter.XA_ROLLBACK);
    }

    private static Map<String, Long> select(Connection connection, String sql) throws SQLException {
        Map<String, Long> values = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getLong(2));
            }
        }
        return values;
    }
}
