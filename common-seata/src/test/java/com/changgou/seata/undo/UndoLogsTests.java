package com.changgou.seata.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

/** Invariant: what waits for phase two is counted, nothing else is, and reading it ends in time. */
class UndoLogsTests {

    private final UndoDatabase database = new UndoDatabase();
    private final UndoLogs logs = new UndoLogs(database.dataSource(), Duration.ofSeconds(1));

    @Test
    void nothingIsPendingInAnEmptyTable() {
        assertThat(logs.pending()).isEqualTo(new PendingUndo(0, Duration.ZERO, null));
    }

    @Test
    void oldestIsTheOneThatWasWrittenFirstWhateverItsNumber() {
        database.pending("young", 1, 30);
        database.pending("old", 2, 600);
        database.pending("younger", 3, 0);

        PendingUndo pending = logs.pending();

        assertThat(pending.rows()).isEqualTo(3);
        assertThat(pending.xid()).isEqualTo("old");
        assertThat(pending.oldest()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(630));
    }

    @Test
    void guardRowsOfFinishedRollbacksAreNotPending() {
        database.guard("finished", 1, 6000);
        database.pending("open", 2, 10);

        assertThat(logs.pending().rows()).isEqualTo(1);
        assertThat(logs.pending().xid()).isEqualTo("open");
        assertThat(logs.of("finished")).isEmpty();
    }

    @Test
    void rowFromTheFutureIsNew() {
        database.pending("x", 1, -60);

        assertThat(logs.pending().oldest()).isZero();
    }

    @Test
    void clockIsTheDatabases() {
        database.pending("x", 1, 60);
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(logs.pending().oldest()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void branchesOfOneTransactionAreDecodedInTheirOrder() {
        database.pending("x", 7, 1);
        database.pending("other", 8, 1);
        database.pending("x", 5, 2);

        List<RowImage> rows =
                List.of(new RowImage("tb_sku", Map.of("id", 1L), Map.of("stock", 10), Map.of("stock", 8)));
        assertThat(logs.of("x")).containsExactly(new BranchUndo("x", 7, rows), new BranchUndo("x", 5, rows));
    }

    @Test
    void queryThatTakesTooLongIsGivenUp() {
        database.execute("ALTER TABLE undo_log RENAME TO undo_log_of_old");
        database.execute("CREATE VIEW undo_log AS SELECT 'x' AS xid, LOCALTIMESTAMP(6) AS log_created,"
                + " MOD(a.x + b.x, 2) AS log_status FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b");

        assertThatThrownBy(logs::pending).isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void missingTableIsAFailure() {
        database.execute("DROP TABLE undo_log");

        assertThatThrownBy(logs::pending).isInstanceOf(DataAccessException.class);
    }

    @Test
    void seatasProxyIsRefused() {
        DataSourceProxy proxy = mock(DataSourceProxy.class);

        assertThatThrownBy(() -> new UndoLogs(proxy, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
