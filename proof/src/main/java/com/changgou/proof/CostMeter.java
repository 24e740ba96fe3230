package com.changgou.proof;

import com.changgou.proof.ServerCounters.Counter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * Counts what an order makes both database servers and the TC do, from before it is placed until its second phase is over. The
 * counts are the servers' own, whoever caused them: nobody else may be at work, and no relay may send points.
 */
final class CostMeter implements AutoCloseable {

    /** Each order is counted so often, and the least taken: housekeeping only adds. */
    private static final int TIMES = 3;

    private static final Duration LONGEST_PHASE = Duration.ofSeconds(30);

    /** What phase two does away with. */
    private static final List<String> OPEN = List.of(
            "SELECT id FROM undo_log WHERE log_status = 0",
            "SELECT xid FROM tcc_fence_log WHERE status = 1",
            "XA RECOVER");

    private final TcConsole tc;
    private final List<Connection> databases = new ArrayList<>();

    /** The sums over both databases. */
    private record Reading(long statements, long durableCommits) {}

    CostMeter(Site site, TcConsole tc) throws SQLException {
        this.tc = tc;
        databases.add(site.orders().connect());
        databases.add(site.goods().connect());
    }

    /** What placing one order costs, of which so many stay in the database: what ended otherwise is no measure. */
    Cost measure(Runnable order, long staying) {
        Cost least = measureOnce(order, staying);
        for (int time = 1; time < TIMES; time++) {
            least = least.orLess(measureOnce(order, staying));
        }
        return least;
    }

    private Cost measureOnce(Runnable order, long staying) {
        try {
            long placed = placed();
            Reading before = ServerCounters.atRest(this::read);
            Map<String, Long> traffic = tc.traffic();
            order.run();
            Awaitility.await("the end of phase two").atMost(LONGEST_PHASE).until(this::isOver);
            Reading after = ServerCounters.atRest(this::read);
            if (placed() - placed != staying) {
                throw new ObservationException("An order did not end as it was meant to: is somebody else at work?");
            }
            return new Cost(
                    after.statements() - before.statements(),
                    since(traffic),
                    after.durableCommits() - before.durableCommits());
        } catch (SQLException e) {
            throw new ObservationException("The databases' counters cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Long> since(Map<String, Long> before) {
        Map<String, Long> calls = new TreeMap<>();
        tc.traffic().forEach((kind, count) -> {
            long counted = count - before.getOrDefault(kind, 0L);
            if (kind.matches("(Global|Branch)\\w+Request") && counted > 0) {
                calls.put(kind.replace("Request", ""), counted);
            }
        });
        return calls;
    }

    private Reading read() throws SQLException {
        long statements = 0;
        long durableCommits = 0;
        for (Connection database : databases) {
            ServerCounters counters = ServerCounters.read(database);
            statements += counters.get(Counter.STATEMENT);
            durableCommits += counters.durableCommits();
        }
        return new Reading(statements, durableCommits);
    }

    private long placed() throws SQLException {
        try (Statement statement = databases.get(0).createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM tb_order WHERE status = 'PLACED'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Asked on the counting connections, whose own statements are not counted. */
    private boolean isOver() throws SQLException {
        for (Connection database : databases) {
            for (String open : OPEN) {
                try (Statement statement = database.createStatement();
                        ResultSet rows = statement.executeQuery(open)) {
                    if (rows.next()) {
                        return false;
                    }
                }
            }
        }
        return tc.sessions().isEmpty();
    }

    @Override
    public void close() throws SQLException {
        for (Connection database : databases) {
            database.close();
        }
    }
}
