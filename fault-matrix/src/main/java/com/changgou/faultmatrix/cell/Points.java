package com.changgou.faultmatrix.cell;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import com.changgou.proof.Http;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** How far the points of an order are on their way, seen past the taps: in the task table, in the broker's queue, in the point log. */
final class Points {

    private static final String QUEUE = "cg_buying_addpoint";
    private static final String DEAD_QUEUE = "cg_buying_addpoint_dead";

    private final LocalSystem system;

    private Points(LocalSystem system) {
        this.system = system;
    }

    static Points of(Trial trial) {
        return new Points(trial.stage().system());
    }

    /**
     * A row of {@code tb_task}.
     *
     * @param status PENDING, SENDING, SENT or DEAD
     * @param attempts how often it was given to the broker, outages not counted
     * @param error why the last attempt came to nothing
     */
    record Task(String status, int attempts, @Nullable String error) {

        boolean is(String wanted) {
            return status.equals(wanted);
        }
    }

    /** The order's task; empty before the order is there, and when its points are granted and that was answered. */
    Optional<Task> task(Placing order) {
        return sql(system.orderDatabase())
                .sql(
                        "SELECT tb_task.status, attempts, errormsg AS error FROM tb_task JOIN tb_order ON tb_order.id = order_id"
                                + " WHERE request_id = ?")
                .param(order.key())
                .query(Task.class)
                .optional();
    }

    boolean isTask(Placing order, String status) {
        return task(order).filter(task -> task.is(status)).isPresent();
    }

    /** Nothing is on its way: no task is open, and the broker has no message. */
    boolean areSettled() throws Exception {
        long tasks = sql(system.orderDatabase())
                .sql("SELECT COUNT(*) FROM tb_task")
                .query(Long.class)
                .single();
        return tasks == 0 && messages() == 0;
    }

    boolean isGranted(Placing order) {
        return sql(system.orderDatabase())
                .sql("SELECT id FROM tb_order WHERE request_id = ?")
                .param(order.key())
                .query(String.class)
                .optional()
                .filter(this::isLogged)
                .isPresent();
    }

    private boolean isLogged(String orderId) {
        return sql(system.userDatabase())
                .sql("SELECT 1 FROM tb_point_log WHERE order_id = ?")
                .param(orderId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Messages that the broker has, those included that a consumer has not acknowledged yet. */
    long messages() throws Exception {
        return atBroker(channel -> channel.queueDeclarePassive(QUEUE).getMessageCount());
    }

    void publish(String body) throws Exception {
        atBroker(channel -> {
            channel.confirmSelect();
            channel.basicPublish("", QUEUE, null, body.getBytes(StandardCharsets.UTF_8));
            return channel.waitForConfirms();
        });
    }

    /** Throws away what is in the dead letter queue. */
    int purgeDeadLetters() throws Exception {
        return atBroker(channel -> channel.queuePurge(DEAD_QUEUE).getMessageCount());
    }

    /** What an alarm is raised on. */
    double deadLetterGauge() {
        return Http.to("http://127.0.0.1:" + system.installation().ports().user())
                .get()
                .uri("/actuator/metrics/changgou.points.dead.letters")
                .retrieve()
                .requiredBody(JsonNode.class)
                .at("/measurements/0/value")
                .asDouble();
    }

    private interface Question<T> {
        T ask(Channel channel) throws Exception;
    }

    private <T> T atBroker(Question<T> question) throws Exception {
        Topology.Broker.RabbitMq access = system.broker();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(access.port());
        factory.setUsername(access.user());
        factory.setPassword(access.password());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            return question.ask(channel);
        }
    }

    private static JdbcClient sql(Database database) {
        return JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }
}
