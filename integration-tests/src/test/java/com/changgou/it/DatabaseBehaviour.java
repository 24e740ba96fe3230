package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.ServerCounters;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * What AT, XA and the outbox rely on in a database server, asked of each server that this project runs on. What is the same
 * everywhere is asserted here; where MariaDB and MySQL differ, the subclass says how.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseBehaviour {

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final String WAITING =
            "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";

    private static final int DEADLOCK = 1213;
    private static final int DUPLICATE_KEY = 1062;
    private static final int XA_IN_WRONG_STATE = 1399;

    private final List<Connection> opened = new ArrayList<>();

    private LocalSystem system;

    /** What the server is called below {@code target}. */
    abstract String name();

    abstract Topology.Databases databases();

    /** Whether a connection is free for other work once its XA branch is prepared. */
    abstract boolean detachesPreparedBranches();

    /** What the server answers when a CHECK constraint is violated. */
    abstract int checkViolation();

    /** The order database, without the rest of the system. */
    @BeforeAll
    void startServer() {
        Path root = Path.of(System.getProperty("changgou.root"));
        Path home = root.resolve("integration-tests/target").resolve(name() + "-behaviour");
        Topology topology = new Topology(databases(), new Topology.Broker.Embedded(), false);
        system = new LocalSystem(
                new Installation(root, home, FreePorts.find(), Map.of(), Map.of(), topology), Progress.SILENT);
        system.reset();
        system.start("order-db");
    }

    @AfterAll
    void stopServer() {
        system.discard();
    }

    @BeforeEach
    void createTable() throws SQLException {
        execute(
                connect(),
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL CHECK (v >= 0)) ENGINE=InnoDB",
                "INSERT INTO t (v) VALUES (1), (2), (3), (4)");
    }

    @AfterEach
    void closeConnections() throws SQLException {
        for (Connection connection : opened) {
            connection.close();
        }
        opened.clear();
    }

    /** AT undoes a multi-row insert by the generated keys that the driver returns, under either auto-increment mode. */
    @Test
    void everyRowOfAnInsertReturnsItsGeneratedKey() throws SQLException {
        try (Statement insert = connect().createStatement()) {
            insert.execute("INSERT INTO t (v) VALUES (7), (8), (9)", Statement.RETURN_GENERATED_KEYS);

            assertThat(column(insert.getGeneratedKeys())).containsExactly(5L, 6L, 7L);
        }
    }

    /** AT reads a before image that is newer than the snapshot of the transaction, and must be given it. */
    @Test
    void lockingReadSeesWhatWasCommittedAfterTheSnapshot() throws SQLException {
        Connection reader = connect();
        reader.setAutoCommit(false);
        assertThat(select(reader, "SELECT v FROM t WHERE id = 1")).containsExactly(1L);

        execute(connect(), "UPDATE t SET v = 10 WHERE id = 1");

        assertThat(select(reader, "SELECT v FROM t WHERE id = 1")).containsExactly(1L);
        assertThat(select(reader, "SELECT v FROM t WHERE id = 1 FOR UPDATE")).containsExactly(10L);
        execute(reader, "UPDATE t SET v = v + 1 WHERE id = 1");
        reader.commit();
        assertThat(select(connect(), "SELECT v FROM t WHERE id = 1")).containsExactly(11L);
    }

    /** The guard row of a rollback keeps a late phase one out by its unique key. */
    @Test
    void secondUndoLogOfABranchIsADuplicateKey() throws SQLException {
        Connection connection = connect();
        execute(connection, guardRow(1));

        assertThat(codeOf(connection, guardRow(1))).isEqualTo(DUPLICATE_KEY);

        execute(connection, "DELETE FROM undo_log");
    }

    @Test
    void violatedCheckIsRefusedWithTheServersOwnCode() throws SQLException {
        assertThat(codeOf(connect(), "UPDATE t SET v = v - 5")).isEqualTo(checkViolation());
    }

    /** Several relays share the due tasks of an outbox. */
    @Test
    void skipLockedGivesEachTransactionRowsOfItsOwn() throws SQLException {
        Connection first = claiming(Connection.TRANSACTION_READ_COMMITTED);
        Connection second = claiming(Connection.TRANSACTION_READ_COMMITTED);

        List<Long> claimed = select(first, "SELECT id FROM t ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED");
        List<Long> others = select(second, "SELECT id FROM t ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED");

        assertThat(claimed).containsExactly(1L, 2L);
        assertThat(others).containsExactly(3L, 4L);
    }

    /** Why a relay claims its tasks in READ COMMITTED: under REPEATABLE READ it would stop every new order. */
    @Test
    void claimBlocksInsertsUnderRepeatableReadOnly() throws SQLException {
        String claim = "SELECT id FROM t FOR UPDATE SKIP LOCKED";
        String insert = "INSERT INTO t (v) VALUES (5)";
        Connection other = connect();
        execute(other, "SET SESSION innodb_lock_wait_timeout = 1");

        Connection committed = claiming(Connection.TRANSACTION_READ_COMMITTED);
        select(committed, claim);
        execute(other, insert);
        committed.rollback();

        Connection repeatable = claiming(Connection.TRANSACTION_REPEATABLE_READ);
        select(repeatable, claim);
        assertThat(codeOf(other, insert)).isEqualTo(LOCK_WAIT_TIMEOUT);
    }

    /**
     * Why the pools of the services are at READ COMMITTED. A rollback looks for the undo row of its branch, and where there is none
     * (phase one came to nothing) it writes a guard row: two of them at once lock the same gap.
     */
    @Test
    void rollbacksThatFindNoUndoRowDeadlockUnderRepeatableReadOnly() throws SQLException {
        String find = "SELECT id FROM undo_log WHERE xid = 'x' AND branch_id = %d FOR UPDATE";
        List<String> one = List.of(find.formatted(1), guardRow(1));
        List<String> other = List.of(find.formatted(2), guardRow(2));

        assertThat(deadlock(Connection.TRANSACTION_REPEATABLE_READ, one, other)).isTrue();
        assertThat(deadlock(Connection.TRANSACTION_READ_COMMITTED, one, other)).isFalse();
    }

    /** Why who asks again for an order finds it by its request and locks it by its id, as a rollback does. */
    @Test
    void rowThatIsLockedByItsOtherKeyDeadlocksWithItsRollback() throws SQLException {
        execute(
                connect(),
                "INSERT INTO tb_order (id, request_id, user_id, status, total, xid) VALUES ('o', 'r', 'u1', 'PLACED', 1, 'x')");
        List<String> rollback =
                List.of("SELECT id FROM tb_order WHERE id = 'o' FOR UPDATE", "DELETE FROM tb_order WHERE id = 'o'");

        assertThat(deadlock(rollback, List.of("DO 0", "SELECT id FROM tb_order WHERE request_id = 'r' FOR UPDATE")))
                .isTrue();
        assertThat(deadlock(rollback, List.of("DO 0", "SELECT id FROM tb_order WHERE id = 'o' FOR UPDATE")))
                .isFalse();

        execute(connect(), "DELETE FROM tb_order WHERE id = 'o'");
    }

    /** Why a deduction writes its journal first: its rollback, last statement first, takes the journal last. */
    @Test
    void secondAttemptThatTakesTheJournalLastDeadlocksWithTheRollbackOfTheFirst() throws SQLException {
        String take = "UPDATE t SET v = v + 1 WHERE id = 1";
        String write = "INSERT INTO tb_order_journal (request_id, order_id, quantity) VALUES ('r', 'o', 1)";
        String remove = "DELETE FROM tb_order_journal WHERE request_id = 'r'";
        execute(connect(), write);

        assertThat(deadlock(List.of(remove, take), List.of(take, write))).isTrue();
        assertThat(deadlock(List.of(take, remove), List.of("DO 0", write))).isFalse();

        execute(connect(), remove);
    }

    private boolean deadlock(List<String> one, List<String> other) throws SQLException {
        return deadlock(Connection.TRANSACTION_READ_COMMITTED, one, other);
    }

    /** Whether two transactions of two statements deadlock, when the second statement of the other one is waited for, or is through, first. */
    private boolean deadlock(int isolation, List<String> one, List<String> other) throws SQLException {
        Connection first = claiming(isolation);
        Connection second = claiming(isolation);
        execute(first, one.get(0));
        execute(second, other.get(0));
        CompletableFuture<Integer> later = CompletableFuture.supplyAsync(() -> lastOf(second, other.get(1)));
        await().until(() -> later.isDone() || !select(connect(), WAITING).isEmpty());
        int sooner = lastOf(first, one.get(1));
        return later.join() == DEADLOCK || sooner == DEADLOCK;
    }

    private static int lastOf(Connection connection, String sql) {
        try {
            int result = resultOf(connection, sql);
            connection.rollback();
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code of the error that a statement ends with, or 0. */
    private static int resultOf(Connection connection, String sql) {
        try {
            execute(connection, sql);
            return 0;
        } catch (SQLException refused) {
            return refused.getErrorCode();
        }
    }

    private static String guardRow(int branch) {
        return "INSERT INTO undo_log (branch_id, xid, context, rollback_info, log_status, log_created, log_modified) VALUES ("
                + branch + ", 'x', '', '', 1, NOW(6), NOW(6))";
    }

    /** Decides whether Seata's XA mode may give a connection back to its pool between prepare and commit. */
    @Test
    void preparedBranchIsDetachedFromItsConnectionOrNot() throws SQLException {
        Connection connection = connect();
        execute(
                connection,
                "XA START 'first'",
                "UPDATE t SET v = 20 WHERE id = 1",
                "XA END 'first'",
                "XA PREPARE 'first'");

        if (detachesPreparedBranches()) {
            execute(connection, "XA START 'second'", "XA END 'second'", "XA ROLLBACK 'second'");
            execute(connect(), "XA COMMIT 'first'");
        } else {
            assertThat(codeOf(connection, "XA START 'second'")).isEqualTo(XA_IN_WRONG_STATE);
            assertThatThrownBy(() -> execute(connect(), "XA COMMIT 'first'")).isInstanceOf(SQLException.class);
            execute(connection, "XA COMMIT 'first'");
        }
        assertThat(select(connect(), "SELECT v FROM t WHERE id = 1")).containsExactly(20L);
    }

    /** A prepared branch outlives its connection on every server: that is what XA is for. */
    @Test
    void preparedBranchSurvivesItsConnection() throws SQLException {
        Connection connection = connect();
        execute(
                connection,
                "XA START 'left'",
                "UPDATE t SET v = 30 WHERE id = 2",
                "XA END 'left'",
                "XA PREPARE 'left'");
        connection.close();

        await().ignoreExceptions().until(() -> {
            execute(connect(), "XA COMMIT 'left'");
            return true;
        });

        assertThat(select(connect(), "SELECT v FROM t WHERE id = 2")).containsExactly(30L);
    }

    /** What {@code ./demo compare} adds up: an XA branch is made durable twice, a local transaction once, and a rollback not at all. */
    @Test
    void countersTellHowOftenAChangeWasMadeDurable() throws SQLException {
        assertThat(durable("START TRANSACTION", "UPDATE t SET v = v + 1", "UPDATE t SET v = v + 1", "COMMIT"))
                .as("local transaction")
                .isEqualTo(1);
        String[] prepared = {"XA START 'x'", "UPDATE t SET v = v + 1", "XA END 'x'", "XA PREPARE 'x'"};
        assertThat(durable(concat(prepared, "XA COMMIT 'x'")))
                .as("XA branch that commits")
                .isEqualTo(2);
        assertThat(durable(concat(prepared, "XA ROLLBACK 'x'")))
                .as("XA branch that is rolled back")
                .isEqualTo(1);
        assertThat(durable("START TRANSACTION", "SELECT v FROM t FOR UPDATE", "COMMIT"))
                .as("locking read")
                .isZero();
    }

    @Test
    void goodsSchemaAddsTheColumnThatOlderDataLacks() throws SQLException {
        Connection connection = connect();
        loadGoodsSchema(connection);
        execute(connection, "ALTER TABLE tb_sku DROP CONSTRAINT ck_sku_frozen, DROP COLUMN frozen");
        execute(connection, "UPDATE tb_sku SET stock = 7 WHERE id = 1");

        loadGoodsSchema(connection);
        loadGoodsSchema(connection);

        assertThat(select(connection, "SELECT stock + frozen FROM tb_sku WHERE id = 1"))
                .containsExactly(7L);
        assertThat(codeOf(connection, "UPDATE tb_sku SET frozen = -1")).isEqualTo(checkViolation());
    }

    /** It is loaded when the database has started, and nobody ends the branch before the service has, which is later. */
    @Test
    void goodsSchemaDoesNotWaitForRowsOfAPreparedBranch() throws SQLException {
        Connection loading = connect();
        loadGoodsSchema(loading);
        execute(loading, "DELETE FROM tb_sku WHERE id = 2");
        Connection branch = connect();
        execute(
                branch,
                "XA START 'x'",
                "UPDATE tb_sku SET stock = 7 WHERE id IN (1, 50)",
                "XA END 'x'",
                "XA PREPARE 'x'");
        execute(loading, "SET SESSION innodb_lock_wait_timeout = 1");

        loadGoodsSchema(loading);

        assertThat(select(loading, "SELECT COUNT(*) FROM tb_sku")).containsExactly(50L);
        execute(branch, "XA ROLLBACK 'x'");
    }

    /** How an order of a key is found while its branch is prepared: it may still be committed. */
    @Test
    void rowOfAPreparedBranchIsSeenByReadUncommittedOnly() throws SQLException {
        Connection branch = connect();
        execute(branch, "XA START 'x'", "INSERT INTO t (v) VALUES (77)", "XA END 'x'", "XA PREPARE 'x'");
        Connection uncommitted = connect();
        uncommitted.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);

        assertThat(select(uncommitted, "SELECT v FROM t WHERE v = 77")).containsExactly(77L);
        assertThat(select(connect(), "SELECT v FROM t WHERE v = 77")).isEmpty();

        execute(branch, "XA ROLLBACK 'x'");
    }

    /** The least of several: the server's housekeeping adds some now and then. */
    private long durable(String... statements) throws SQLException {
        Connection counting = connect();
        long least = Long.MAX_VALUE;
        for (int time = 0; time < 5; time++) {
            ServerCounters before = ServerCounters.read(counting);
            execute(connect(), statements);
            ServerCounters counted = ServerCounters.read(counting).since(before);
            least = Math.min(least, counted.durableCommits());
        }
        return least;
    }

    private static String[] concat(String[] statements, String last) {
        return Stream.concat(Stream.of(statements), Stream.of(last)).toArray(String[]::new);
    }

    private static void loadGoodsSchema(Connection connection) {
        Path file = Path.of(System.getProperty("changgou.root")).resolve("sql/goods.sql");
        ScriptUtils.executeSqlScript(connection, new FileSystemResource(file));
    }

    private Connection claiming(int isolation) throws SQLException {
        Connection connection = connect();
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection connect() throws SQLException {
        Connection connection = system.orderDatabase().connect();
        opened.add(connection);
        // Or a branch that a failed test left behind holds the next one up for a day.
        execute(connection, "SET SESSION lock_wait_timeout = 10");
        return connection;
    }

    /** The code of the error that a statement ends with. */
    private static int codeOf(Connection connection, String sql) {
        int result = resultOf(connection, sql);
        assertThat(result).as("Not refused: " + sql).isNotZero();
        return result;
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<Long> select(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return column(statement.executeQuery(sql));
        }
    }

    private static List<Long> column(ResultSet rows) throws SQLException {
        List<Long> values = new ArrayList<>();
        while (rows.next()) {
            values.add(rows.getLong(1));
        }
        return values;
    }
}
