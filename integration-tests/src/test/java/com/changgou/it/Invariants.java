package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What must be true of both databases and the TC when nothing is going on, whatever happened before. Read over JDBC and
 * from the TC, never through the services.
 */
final class Invariants {

    /** Seata's clients look for a TC that came back every 10 s, and for the first time 60 s after their own start. */
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(100);

    private static final String XA_RECOVER = "XA RECOVER";
    private static final String OPEN_TRANSACTIONS = "SELECT 'open', COUNT(*) FROM information_schema.innodb_trx";

    private final SystemUnderTest system;
    private final Map<String, Long> initialStock;
    private final Set<String> forgivenUndoLogs = new HashSet<>();

    /** Made when the system is new: the stock of that moment, and what is delivered later, has to add up for ever after. */
    Invariants(SystemUnderTest system) throws SQLException {
        this.system = system;
        this.initialStock = goods("SELECT id, stock FROM tb_sku");
    }

    void hold() {
        await("no open transaction, lock or pending undo log")
                .atMost(QUIET_WITHIN)
                .untilAsserted(this::isQuiet);
        try {
            stockAddsUp();
            bothAccountsAgree();
        } catch (SQLException e) {
            throw new AssertionError("The databases cannot be read", e);
        }
    }

    /**
     * A service that is killed after it acknowledged phase two leaves undo logs of committed transactions: the deletion is
     * queued in memory. To be called by a scenario that killed something, once everything is quiet.
     */
    void forgiveUndoLogsOfCommittedOrders() {
        await("nothing but undo logs of committed orders").atMost(QUIET_WITHIN).untilAsserted(() -> {
            assertThat(system.tc().sessions()).as("open global transactions").isEmpty();
            Set<String> left = undoLogs();
            Set<String> ofNoOrder = new HashSet<>(left);
            ofNoOrder.removeAll(orders("SELECT xid, 1 FROM tb_order").keySet());
            assertThat(ofNoOrder).as("undo logs of no order").isEmpty();
            forgivenUndoLogs.addAll(left);
        });
    }

    /**
     * No row is locked: an order over every SKU that has stock goes through. The TC's API lists the locks of registered
     * branches only, so a lock that was leaked is not in its list.
     */
    void canaryPasses() {
        try {
            List<Line> lines = goods("SELECT id, stock FROM tb_sku WHERE stock > 0").keySet().stream()
                    .map(sku -> new Line(Long.parseLong(sku), 1))
                    .toList();
            Answer answer = system.orders().place(new Request("u10", lines), null);
            assertThat(answer.status()).as("canary: %s", answer).isEqualTo(201);
        } catch (SQLException e) {
            throw new AssertionError("The stock cannot be read", e);
        }
    }

    /** After a kill: what was started again may not be known to its callers yet. A lock that was leaked stays. */
    void canaryPassesSoon() {
        await("a canary order").atMost(QUIET_WITHIN).untilAsserted(this::canaryPasses);
    }

    private void isQuiet() throws SQLException {
        assertThat(system.tc().sessions()).as("open global transactions").isEmpty();
        assertThat(system.tc().locks()).as("global locks").isEmpty();
        Set<String> pending = undoLogs();
        pending.removeAll(forgivenUndoLogs);
        assertThat(pending).as("undo logs").isEmpty();
        nothingIsTried();
        nothingIsPrepared();
    }

    private void nothingIsTried() throws SQLException {
        String tried = "SELECT CONCAT(xid, ' ', branch_id), 1 FROM tcc_fence_log WHERE status = 1";
        assertThat(orders(tried)).as("tried orders").isEmpty();
        assertThat(goods(tried)).as("tried reservations").isEmpty();
        assertThat(goods("SELECT id, frozen FROM tb_sku WHERE frozen <> 0"))
                .as("frozen stock")
                .isEmpty();
        assertThat(orders("SELECT id, 1 FROM tb_order WHERE status <> 'PLACED'"))
                .as("pending orders")
                .isEmpty();
    }

    private void nothingIsPrepared() throws SQLException {
        assertThat(orders(XA_RECOVER)).as("prepared in orders").isEmpty();
        assertThat(goods(XA_RECOVER)).as("prepared in goods").isEmpty();
    }

    /** How many XA branches are prepared in the goods database. */
    long preparedInGoods() {
        try (Connection connection = system.goodsDatabase();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(XA_RECOVER)) {
            long prepared = 0;
            while (rows.next()) {
                prepared++;
            }
            return prepared;
        } catch (SQLException e) {
            throw new AssertionError("The prepared branches cannot be read", e);
        }
    }

    /** What the fence knows of a branch of this transaction in the goods database; empty where it knows none. */
    OptionalLong goodsFence(String xid) {
        try {
            Long status = goods("SELECT xid, status FROM tcc_fence_log WHERE xid = '" + xid + "'")
                    .get(xid);
            return status == null ? OptionalLong.empty() : OptionalLong.of(status);
        } catch (SQLException e) {
            throw new AssertionError("The fence cannot be read", e);
        }
    }

    /** As a network would: what has written something and is not over loses its connection. MySQL has detached what is prepared. */
    void cutConnectionsWithOpenChangesInGoods() {
        String changing = "SELECT trx_mysql_thread_id, 1 FROM information_schema.innodb_trx"
                + " WHERE trx_rows_modified > 0 AND trx_mysql_thread_id > 0";
        try (Connection connection = system.goodsDatabase();
                Statement statement = connection.createStatement()) {
            for (String id : goods(changing).keySet()) {
                statement.execute("KILL " + id);
            }
        } catch (SQLException e) {
            throw new AssertionError("The connections cannot be cut", e);
        }
    }

    /** Database transactions of both servers that are open and have written something. */
    long openTransactionsThatWrote() {
        String wrote = OPEN_TRANSACTIONS + " WHERE trx_rows_modified > 0";
        try {
            return orders(wrote).get("open") + goods(wrote).get("open");
        } catch (SQLException e) {
            throw new AssertionError("The open transactions cannot be read", e);
        }
    }

    /** Database transactions of the goods server that are open: running, prepared, or waiting. */
    long openGoodsTransactions() {
        try {
            return goods(OPEN_TRANSACTIONS).get("open");
        } catch (SQLException e) {
            throw new AssertionError("The open transactions cannot be read", e);
        }
    }

    /** Status 1 is the guard row of a finished rollback, and may stay. */
    private Set<String> undoLogs() throws SQLException {
        String pending = "SELECT xid, COUNT(*) FROM undo_log WHERE log_status = 0 GROUP BY xid";
        Set<String> xids = new HashSet<>(orders(pending).keySet());
        xids.addAll(goods(pending).keySet());
        return xids;
    }

    private void stockAddsUp() throws SQLException {
        Map<String, Long> stock = goods("SELECT id, stock FROM tb_sku");
        assertThat(stock.values()).as("stock").allMatch(pieces -> pieces >= 0);
        assertThat(sum(stock, orders("SELECT sku_id, SUM(quantity) FROM tb_order_line GROUP BY sku_id")))
                .as("stock + sold by the orders = initial stock")
                .isEqualTo(initialStock);
        assertThat(sum(stock, goods("SELECT sku_id, SUM(quantity) FROM tb_stock_journal GROUP BY sku_id")))
                .as("stock + taken by the journal = initial stock")
                .isEqualTo(initialStock);
    }

    private void bothAccountsAgree() throws SQLException {
        Map<String, Long> byOrders = orders("SELECT o.request_id, SUM(l.quantity) FROM tb_order o"
                + " JOIN tb_order_line l ON l.order_id = o.id GROUP BY o.request_id");
        assertThat(orders("SELECT request_id, quantity FROM tb_order_journal"))
                .as("order journal = orders")
                .isEqualTo(byOrders);
        assertThat(goods("SELECT request_id, SUM(quantity) FROM tb_stock_journal GROUP BY request_id"))
                .as("stock journal = orders")
                .isEqualTo(byOrders);
        assertThat(orders("SELECT o.id, o.total - SUM(l.price * l.quantity) FROM tb_order o"
                                + " JOIN tb_order_line l ON l.order_id = o.id GROUP BY o.id, o.total")
                        .values())
                .as("total - sum of the lines")
                .allMatch(difference -> difference == 0);
    }

    /** Pieces that came from outside. */
    void delivered(long skuId, long pieces) {
        initialStock.merge(String.valueOf(skuId), pieces, Long::sum);
    }

    long stock(long skuId) {
        try {
            return goods("SELECT id, stock FROM tb_sku WHERE id = " + skuId).get(String.valueOf(skuId));
        } catch (SQLException e) {
            throw new AssertionError("The stock cannot be read", e);
        }
    }

    long orderCount() {
        try {
            return orders("SELECT 'orders', COUNT(*) FROM tb_order").get("orders");
        } catch (SQLException e) {
            throw new AssertionError("The orders cannot be read", e);
        }
    }

    long ordersOfRequest(String requestId) {
        try {
            return orders("SELECT 'orders', COUNT(*) FROM tb_order WHERE request_id = '" + requestId + "'")
                    .get("orders");
        } catch (SQLException e) {
            throw new AssertionError("The orders cannot be read", e);
        }
    }

    /** How many deadlocks both servers have met since they were started. */
    long deadlocks() {
        try {
            String counter =
                    "SELECT name, `count` FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'";
            return goods(counter).get("lock_deadlocks") + orders(counter).get("lock_deadlocks");
        } catch (SQLException e) {
            throw new AssertionError("The server's counters cannot be read", e);
        }
    }

    /** Neither server has met a deadlock since there were so many; else the last ones are told, with statements and locks. */
    void noDeadlockSince(long before) {
        if (deadlocks() > before) {
            throw new AssertionError("Deadlocks:\n" + lastDeadlocks());
        }
    }

    private String lastDeadlocks() {
        try {
            return lastDeadlock(system.orderDatabase()) + lastDeadlock(system.goodsDatabase());
        } catch (SQLException e) {
            throw new AssertionError("The servers cannot be asked about their last deadlock", e);
        }
    }

    private static String lastDeadlock(Connection connection) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
            status.next();
            String report = status.getString("Status");
            int begin = report.indexOf("LATEST DETECTED DEADLOCK");
            return begin < 0 ? "" : report.substring(begin, report.indexOf("\nTRANSACTIONS\n", begin));
        }
    }

    private Map<String, Long> orders(String sql) throws SQLException {
        return read(system.orderDatabase(), sql);
    }

    private Map<String, Long> goods(String sql) throws SQLException {
        return read(system.goodsDatabase(), sql);
    }

    private static Map<String, Long> read(Connection connection, String sql) throws SQLException {
        Map<String, Long> values = new HashMap<>();
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getLong(2));
            }
        }
        return values;
    }

    private static Map<String, Long> sum(Map<String, Long> stock, Map<String, Long> taken) {
        Map<String, Long> sum = new HashMap<>(stock);
        taken.forEach((sku, pieces) -> sum.merge(sku, pieces, Long::sum));
        return sum;
    }
}
