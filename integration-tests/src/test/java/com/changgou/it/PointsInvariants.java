package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.proof.Database;
import com.changgou.proof.OrderApi;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must be true of orders and points when every message has been answered: each order that stands has earned its points once,
 * no other has, and nothing is left over. Read over JDBC, never through the services.
 */
final class PointsInvariants {

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(150);

    private final LocalSystem system;

    PointsInvariants(LocalSystem system) {
        this.system = system;
    }

    void settle() {
        await("every task is answered")
                .atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat(
                                orders("SELECT order_id, CONCAT(status, ' ', COALESCE(errormsg, '')) FROM tb_task"))
                        .isEmpty());
        Map<String, String> earned = orders("SELECT id, FLOOR(total / 100) FROM tb_order");
        assertThat(users("SELECT order_id, point FROM tb_point_log"))
                .as("points by order = one for each full 100")
                .isEqualTo(earned);
        assertThat(orders("SELECT order_id, status FROM tb_task_his").keySet())
                .as("finished tasks = orders")
                .isEqualTo(earned.keySet());
        assertThat(users("SELECT id, points FROM tb_user WHERE points > 0"))
                .as("points of the users = sum of the log")
                .isEqualTo(users("SELECT user_id, SUM(point) FROM tb_point_log GROUP BY user_id"));
        assertThat(deadLetters()).as("dead letters").isZero();
    }

    long deadLetters() {
        return new OrderApi("http://127.0.0.1:" + system.installation().ports().user())
                .get("/actuator/deadletters")
                .body()
                .get("deadLetters")
                .asLong();
    }

    Map<String, String> orders(String sql) {
        return read(system.orderDatabase(), sql);
    }

    Map<String, String> users(String sql) {
        return read(system.userDatabase(), sql);
    }

    void changeOrders(String sql) {
        execute(system.orderDatabase(), sql);
    }

    void changeUsers(String sql) {
        execute(system.userDatabase(), sql);
    }

    private static void execute(Database database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static Map<String, String> read(Database database, String sql) {
        Map<String, String> values = new LinkedHashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getString(2));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
