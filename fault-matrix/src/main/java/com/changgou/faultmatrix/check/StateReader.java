package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.Goods;
import com.changgou.faultmatrix.check.State.LineRow;
import com.changgou.faultmatrix.check.State.OrderEntry;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.check.State.Orders;
import com.changgou.faultmatrix.check.State.PointEntry;
import com.changgou.faultmatrix.check.State.Prepared;
import com.changgou.faultmatrix.check.State.Residue;
import com.changgou.faultmatrix.check.State.Sku;
import com.changgou.faultmatrix.check.State.StockEntry;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;
import com.changgou.faultmatrix.check.State.UserRow;
import com.changgou.faultmatrix.check.State.Users;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Database;
import com.changgou.proof.Http;
import com.changgou.proof.ObservationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a {@link State}: the databases over JDBC, each in one snapshot, and the TC.
 *
 * @param goods the goods service's database
 * @param orders the order service's database
 * @param users the user service's database
 * @param tc what the TC knows
 * @param deadLetters how many messages wait in the dead letter queue: it is at the broker, and the user service counts it
 */
public record StateReader(Database goods, Database orders, Database users, Coordinator tc, LongSupplier deadLetters) {

    private static final String TASKS = "SELECT id, order_id, status, errormsg AS error FROM ";

    /**
     * A reader of a system on this machine.
     *
     * @param system which one
     * @return a reader for as long as the system has these ports
     */
    public static StateReader of(LocalSystem system) {
        RestClient userService =
                Http.to("http://127.0.0.1:" + system.installation().ports().user());
        return new StateReader(
                system.goodsDatabase(),
                system.orderDatabase(),
                system.userDatabase(),
                system.coordinator(),
                () -> deadLetters(userService));
    }

    private static long deadLetters(RestClient userService) {
        return userService
                .get()
                .uri("/actuator/deadletters")
                .retrieve()
                .requiredBody(JsonNode.class)
                .path("deadLetters")
                .asLong();
    }

    /**
     * Reads everything. What it says belongs together only when nothing is going on.
     *
     * @return what stands
     * @throws ObservationException if a database, the TC or the user service does not answer
     */
    public State read() {
        long dead = answer("The user service", deadLetters::getAsLong);
        return new State(
                in(goods, StateReader::goods),
                in(orders, StateReader::orders),
                in(users, sql -> users(sql, dead)),
                residue());
    }

    /**
     * Reads what open transactions leave.
     *
     * @return what is left now
     * @throws ObservationException if a database or the TC does not answer
     */
    Residue residue() {
        List<Undo> undo = new ArrayList<>();
        List<Fence> fences = new ArrayList<>();
        List<Prepared> prepared = new ArrayList<>();
        for (Database database : List.of(goods, orders)) {
            prepared.addAll(in(database, sql -> prepared(database.name(), sql)));
            undo.addAll(in(database, sql -> undo(database.name(), sql)));
            fences.addAll(in(database, sql -> fences(database.name(), sql)));
        }
        return new Residue(undo, fences, prepared, answer("The TC", tc::sessions), answer("The TC", tc::locks));
    }

    /**
     * Reads the tasks that are not finished.
     *
     * @return dead ones among them
     * @throws ObservationException if the database does not answer
     */
    List<TaskRow> tasks() {
        return in(orders, sql -> sql.list(TASKS + "tb_task", TaskRow.class));
    }

    /**
     * Reads which global transactions have placed an order, as far as its row tells.
     *
     * @return their XIDs
     * @throws ObservationException if the database does not answer
     */
    List<String> placedXids() {
        return in(
                orders,
                sql -> sql.client()
                        .sql("SELECT xid FROM tb_order WHERE status = 'PLACED'")
                        .query(String.class)
                        .list());
    }

    private static Goods goods(Sql sql) {
        return new Goods(
                sql.list("SELECT id, stock, frozen FROM tb_sku ORDER BY id", Sku.class),
                sql.list("SELECT request_id, sku_id, quantity FROM tb_stock_journal", StockEntry.class));
    }

    private static Orders orders(Sql sql) {
        return new Orders(
                sql.list("SELECT id, request_id, user_id, status, total, xid FROM tb_order", OrderRow.class),
                sql.list("SELECT order_id, sku_id, quantity, price FROM tb_order_line", LineRow.class),
                sql.list("SELECT request_id, order_id, quantity FROM tb_order_journal", OrderEntry.class),
                sql.list(TASKS + "tb_task", TaskRow.class),
                sql.list(TASKS + "tb_task_his", TaskRow.class));
    }

    private static Users users(Sql sql, long deadLetters) {
        return new Users(
                sql.list("SELECT id, points FROM tb_user", UserRow.class),
                sql.list("SELECT order_id, user_id, point FROM tb_point_log", PointEntry.class),
                deadLetters);
    }

    private static List<Undo> undo(String database, Sql sql) {
        return sql.client()
                .sql("SELECT xid, branch_id, log_status FROM undo_log")
                .query((row, number) -> new Undo(database, row.getString(1), row.getLong(2), row.getInt(3)))
                .list();
    }

    private static List<Fence> fences(String database, Sql sql) {
        return sql.client()
                .sql("SELECT xid, branch_id, status FROM tcc_fence_log")
                .query((row, number) -> new Fence(database, row.getString(1), row.getLong(2), row.getInt(3)))
                .list();
    }

    /** Seata's global part is the XID. */
    private static List<Prepared> prepared(String database, Sql sql) {
        return sql.client()
                .sql("XA RECOVER")
                .query((row, number) -> {
                    String id = row.getString("data");
                    return new Prepared(
                            database, id.substring(0, Math.min(id.length(), row.getInt("gtrid_length"))), id);
                })
                .list();
    }

    private record Sql(JdbcClient client) {

        <T> List<T> list(String sql, Class<T> row) {
            return client.sql(sql).query(row).list();
        }
    }

    private static <T> T in(Database database, Function<Sql, T> reading) {
        try (Connection connection = database.connect()) {
            // InnoDB's REPEATABLE READ: all that one function reads is of one moment.
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            T read = reading.apply(new Sql(JdbcClient.create(new SingleConnectionDataSource(connection, true))));
            connection.rollback();
            return read;
        } catch (SQLException | DataAccessException e) {
            throw new ObservationException("The database " + database.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private interface Question<T> {
        T ask();
    }

    private static <T> T answer(String who, Question<T> question) {
        try {
            return question.ask();
        } catch (RestClientException | IllegalStateException e) {
            throw new ObservationException(who + " does not answer: " + e.getMessage(), e);
        }
    }
}
