package com.changgou.benchmarks;

import com.changgou.proof.Coordinator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The end of everything that goes on behind the clients' backs. */
final class Drain {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** What is gone when phase two, and the last message, are over. */
    private static final String UNDO = "SELECT COUNT(*) FROM undo_log WHERE log_status = 0";

    private static final String FENCE = "SELECT COUNT(*) FROM tcc_fence_log WHERE status = 1";
    private static final String TASK = "SELECT COUNT(*) FROM tb_task";

    private final Coordinator tc;
    private final Map<Connection, List<String>> open;

    /**
     * Sees the end.
     *
     * @param tc where global transactions end
     * @param orders the order database; what is asked over it is no work of the system
     * @param goods the goods database
     */
    Drain(Coordinator tc, Connection orders, Connection goods) {
        this.tc = tc;
        this.open = Map.of(goods, List.of(UNDO, FENCE), orders, List.of(UNDO, FENCE, TASK));
    }

    /**
     * What waiting has come to.
     *
     * @param took how long it was waited
     * @param open what was still open when the limit came; empty where nothing was
     */
    record Result(Duration took, List<String> open) {}

    Result await() {
        long begin = System.nanoTime();
        AtomicReference<List<String>> last = new AtomicReference<>(List.of());
        try {
            Awaitility.await("the end of phase two")
                    .atMost(LIMIT)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN_LOOKS)
                    .until(() -> {
                        last.set(open());
                        return last.get().isEmpty();
                    });
        } catch (ConditionTimeoutException stillOpen) {
            // The result says what.
        }
        return new Result(Duration.ofNanos(System.nanoTime() - begin), last.get());
    }

    private List<String> open() throws SQLException {
        for (Map.Entry<Connection, List<String>> database : open.entrySet()) {
            try (Statement statement = database.getKey().createStatement()) {
                for (String question : database.getValue()) {
                    try (ResultSet rows = statement.executeQuery(question)) {
                        rows.next();
                        if (rows.getLong(1) > 0) {
                            return List.of(question + ": " + rows.getLong(1));
                        }
                    }
                }
            }
        }
        int sessions = tc.sessions().size();
        return sessions == 0 ? List.of() : List.of(sessions + " global transactions at the TC");
    }
}
