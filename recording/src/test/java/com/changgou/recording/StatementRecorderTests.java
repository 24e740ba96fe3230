package com.changgou.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.MysqlConnection;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.datasource.exec.AnExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Invariant: a statement is recorded for the transactions that it is run for, and for no others. */
class StatementRecorderTests {

    private static final String XID = "127.0.0.2:8091:1";
    private static final String OTHER = "127.0.0.2:8091:2";
    private static final String DELETION =
            "DELETE FROM undo_log WHERE branch_id IN (7, 8) AND xid IN ('" + XID + "', '" + OTHER + "')";

    private final Recorder recorder = new Recorder(10, 100);
    private final StatementRecorder statements = new StatementRecorder(recorder);
    private boolean autoCommit;

    StatementRecorderTests() {
        statements.init(
                (MysqlConnection) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {MysqlConnection.class, Connection.class},
                        (proxy, method, arguments) -> method.getName().equals("getAutoCommit") ? autoCommit : null),
                new Properties(),
                null);
    }

    @AfterEach
    void leave() {
        MDC.clear();
    }

    @Test
    void phaseOneBelongsToTheThreadsTransaction() {
        RootContext.bind(XID);
        run("UPDATE tb_sku SET stock = 1");
        RootContext.unbind();
        run("UPDATE tb_sku SET stock = 2");

        assertThat(recorder.of(XID)).singleElement().satisfies(entry -> {
            assertThat(entry.text()).isEqualTo("UPDATE tb_sku SET stock = 1");
            assertThat(entry.details()).containsEntry("role", "business");
        });
    }

    /** As Seata leaves them for as long as it does a phase two. */
    @Test
    void phaseTwoBelongsToTheBranchThatIsEnded() {
        MDC.put(RootContext.MDC_KEY_XID, XID);
        MDC.put(RootContext.MDC_KEY_BRANCH_ID, "7");
        run("UPDATE tb_sku SET frozen = 0");

        assertThat(recorder.of(XID))
                .singleElement()
                .satisfies(entry -> assertThat(entry.branchId()).isEqualTo("7"));
    }

    @Test
    void deletionOfUndoLogsBelongsToEachWithItsCommitAndNoFurther() {
        run(DELETION);
        run("COMMIT");
        run("UPDATE tb_sku SET stock = 2");

        assertThat(names(XID)).containsExactly("DELETE undo_log", "COMMIT");
        assertThat(names(OTHER)).containsExactly("DELETE undo_log", "COMMIT");
    }

    @Test
    void deletionThatCommitsItselfIsAlone() {
        autoCommit = true;
        run(DELETION);
        run("COMMIT");

        assertThat(names(XID)).containsExactly("DELETE undo_log");
    }

    @Test
    void xaStatementNamesItsTransaction() {
        run("XA COMMIT 0x3132372e302e302e323a383039313a31,0x2d37,0x2607");

        assertThat(recorder.of(XID)).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("XA COMMIT");
            assertThat(entry.branchId()).isEqualTo("7");
        });
    }

    @Test
    void readsForImagesAreKnownByWhoReads() {
        MDC.put(RootContext.MDC_KEY_XID, XID);
        AnExecutor.beforeImage(() -> run("SELECT id FROM tb_sku FOR UPDATE"));
        AnExecutor.execute(() -> run("SELECT id FROM tb_sku FOR UPDATE"));

        assertThat(recorder.of(XID))
                .extracting(entry -> entry.details().get("role"))
                .containsExactly("image", "business");
    }

    @Test
    void failureIsAddedToTheStatementThatFailed() {
        MDC.put(RootContext.MDC_KEY_XID, XID);
        StatementRecorder.Failures failures = new StatementRecorder.Failures();
        SQLException failure = new SQLException("Lock wait timeout exceeded");
        run("UPDATE tb_sku SET stock = 1");
        failures.interceptException(new SQLException("the connection is closed"));
        statements.preProcess(() -> "UPDATE tb_sku SET stock = -1", null);

        assertThat(failures.interceptException(failure)).isSameAs(failure);
        failures.interceptException(new SQLException("not of a statement"));

        assertThat(recorder.of(XID))
                .extracting(entry -> entry.details().get("error"))
                .containsExactly(null, "Lock wait timeout exceeded");
    }

    private void run(String sql) {
        statements.preProcess(() -> sql, null);
        statements.postProcess(() -> sql, null, null, null);
    }

    private List<String> names(String xid) {
        return recorder.of(xid).stream().map(Entry::name).toList();
    }
}
