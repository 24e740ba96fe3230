package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.Topology;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Points by reliable message: none lost, none doubled, none for an order that was rolled back. Each scenario closes a hole of the
 * seed, and says which; after each one the {@link PointsInvariants} hold.
 */
abstract class PointsScenarios extends PointsSupport {

    private static final String ADD_POINTS_QUEUE = "cg_buying_addpoint";
    private static final String DEAD_QUEUE = "cg_buying_addpoint_dead";

    abstract void stopBroker();

    abstract void startBroker();

    @Test
    void orderEarnsAPointForEachFullHundred() {
        String order = orderId(place(new Line(5, 3)));

        awaitDone(order);
        assertThat(points().users("SELECT order_id, point FROM tb_point_log WHERE order_id = '" + order + "'"))
                .containsExactly(Map.entry(order, "75"));
        JsonNode task = system().orders().get("/orders/" + order).body().get("points");
        assertThat(task.get("status").asString()).isEqualTo("done");
        assertThat(task.get("attempts").asInt()).isEqualTo(1);
        assertThat(users().get("/users/u1/points?size=1")
                        .body()
                        .at("/entries/0/points")
                        .asLong())
                .isEqualTo(75);
    }

    /** Hole: a row of phase one is visible, and sent, and its rollback comes after. Red when the relay asks for no global lock. */
    @Test
    void openOrderIsNotSentAndItsRollbackLeavesNoPoints() {
        CompletableFuture<Answer> held = placeAndHoldAt("order.after-insert", "throw", new Line(1, 1));
        String order = heldOrder();
        assertThat(task(order)).as("phase one is committed, and can be read").isEqualTo("PENDING 0");

        // The relay goes through the table in the order of the ids: it has met the open one before each of these.
        awaitDone(orderId(place(new Line(2, 1))));
        awaitDone(orderId(place(new Line(2, 1))));
        assertThat(task(order)).isEqualTo("PENDING 0");
        system().faults().release("order.after-insert");

        assertThat(held.join().status()).isEqualTo(500);
        neverEarned(order);
    }

    /** Hole: as above, when the sender is dead and only another instance is left to sweep. */
    @Test
    void orderServiceDiesBetweenThePhasesWhileAnotherRelayRuns() {
        parts().start(SECOND_ORDER_SERVICE);
        placeAndHoldAt("order.after-insert", "throw", new Line(3, 1));
        String order = heldOrder();

        kill(SystemUnderTest.Part.ORDER_SERVICE);
        awaitDone(orderId(placeAtSecond(new Line(4, 1))));
        assertThat(task(order)).isEqualTo("PENDING 0");
        awaitDone(orderId(placeAtSecond(new Line(4, 1))));

        await("the TC rolls it back").atMost(SOON).until(() -> task(order).isEmpty());
        system().start(SystemUnderTest.Part.ORDER_SERVICE);
        parts().kill(SECOND_ORDER_SERVICE);
        neverEarned(order);
    }

    /** Hole: a duplicate is acknowledged without an answer, and its task is sent for ever. */
    @Test
    void messageThatComesAgainChangesNothingAndIsAnsweredAgain() {
        String order = orderId(place(new Line(6, 1)));
        awaitDone(order);
        String before = points().users("SELECT 'u1', points FROM tb_user WHERE id = 'u1'")
                .get("u1");

        // As if the answer had been lost.
        points().changeOrders(
                        "INSERT INTO tb_task (id, order_id, task_type, mq_exchange, mq_routingkey, request_body, status)"
                                + " SELECT id, order_id, task_type, mq_exchange, mq_routingkey, request_body, 'SENT' FROM tb_task_his"
                                + " WHERE order_id = '" + order + "'");
        points().changeOrders("DELETE FROM tb_task_his WHERE order_id = '" + order + "'");

        awaitDone(order);
        assertThat(points().users("SELECT 'u1', points FROM tb_user WHERE id = 'u1'")
                        .get("u1"))
                .isEqualTo(before);
    }

    /** Hole: two instances read the same rows and send twice. */
    @Test
    void twoRelaysShareTheWork() {
        parts().start(SECOND_ORDER_SERVICE);
        List<Answer> answers = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            answers.addAll(allAtOnce(10, this::placeAtEither));
        }

        List<String> placed = answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(PointsSupport::orderId)
                .toList();
        assertThat(placed).hasSizeGreaterThan(30);
        points().settle();
        Map<String, String> attempts = points().orders("SELECT order_id, attempts FROM tb_task_his");
        assertThat(placed).allSatisfy(order -> assertThat(attempts).containsEntry(order, "1"));
        noteKill();
        parts().kill(SECOND_ORDER_SERVICE);
    }

    /** Hole: a message that fails is acknowledged and lost. A refused one is a dead letter, its task is dead and says why. */
    @Test
    void unknownUserIsADeadLetterUntilItIsSentAgain() {
        points().changeOrders(
                        "INSERT INTO tb_task (order_id, task_type, mq_exchange, mq_routingkey, request_body, status) VALUES"
                                + " ('made-up', 'addpoint', 'ex_buying_addpointurse', 'addpoint',"
                                + " '{\"orderId\":\"made-up\",\"userId\":\"u99\",\"points\":3}', 'PENDING')");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                points().orders("SELECT status, errormsg FROM tb_task WHERE order_id = 'made-up'"))
                        .containsExactly(Map.entry("DEAD", "There is no user u99")));
        await().atMost(SOON).until(() -> points().deadLetters() == 1);
        awaitDone(orderId(place(new Line(7, 1))));

        points().changeUsers("INSERT INTO tb_user (id, name) VALUES ('u99', 'Late')");
        assertThat(users().post("/actuator/deadletters", "{}", null)
                        .body()
                        .get("redriven")
                        .asInt())
                .isEqualTo(1);

        await().atMost(SOON).until(() -> task("made-up").isEmpty());
        assertThat(points().users("SELECT id, points FROM tb_user WHERE id = 'u99'"))
                .containsEntry("u99", "3");
        points().changeUsers("DELETE FROM tb_user WHERE id = 'u99'");
        points().changeUsers("DELETE FROM tb_point_log WHERE order_id = 'made-up'");
        points().changeOrders("DELETE FROM tb_task_his WHERE order_id = 'made-up'");
    }

    /** Hole: what cannot be read is acknowledged and lost, or stops the queue. */
    @Test
    void poisonIsADeadLetterAndOthersFlowOn() throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            List<String> poison = List.of(
                    "no JSON",
                    "[]",
                    "{\"taskId\":\"seven\",\"orderId\":\"o\",\"userId\":\"u1\",\"points\":1}",
                    "{\"taskId\":0,\"orderId\":\"o\",\"userId\":\"u1\",\"points\":-5}",
                    "{\"taskId\":0,\"userId\":\"u1\",\"points\":5}",
                    "{\"taskId\":0,\"orderId\":\"" + "x".repeat(33) + "\",\"userId\":\"u1\",\"points\":5}");
            for (String body : poison) {
                channel.basicPublish("", ADD_POINTS_QUEUE, typed("application/json"), body.getBytes());
            }
            channel.basicPublish("", ADD_POINTS_QUEUE, null, "untyped".getBytes());
            channel.basicPublish("", ADD_POINTS_QUEUE, typed("json"), "{}".getBytes());
            awaitDone(orderId(place(new Line(8, 1))));

            await().atMost(SOON).until(() -> points().deadLetters() == 8);
            assertThat(channel.basicGet(DEAD_QUEUE, true).getProps().getHeaders())
                    .containsKey("x-changgou-reason");
            channel.queuePurge(DEAD_QUEUE);
        }
    }

    /** Hole: the publish is not confirmed, so a message that no queue took counts as sent. */
    @Test
    void messageThatNoQueueTakesIsNotSent() {
        points().changeOrders(
                        "INSERT INTO tb_task (order_id, task_type, mq_exchange, mq_routingkey, request_body, status) VALUES"
                                + " ('lost', 'addpoint', 'ex_buying_addpointurse', 'nowhere', '{\"orderId\":\"lost\",\"userId\":\"u1\",\"points\":3}',"
                                + " 'PENDING')");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(task("lost")).startsWith("PENDING").isNotEqualTo("PENDING 0");
            assertThat(points().orders("SELECT 'error', errormsg FROM tb_task WHERE order_id = 'lost'")
                            .get("error"))
                    .isNotNull();
        });
        points().changeOrders("DELETE FROM tb_task WHERE order_id = 'lost'");
    }

    @Test
    void ordersArePlacedWithoutABrokerAndEarnTheirPointsLater() {
        stopBroker();
        Answer answer;
        try {
            answer = place(new Line(9, 1));
            assertThat(answer.status()).isEqualTo(201);
            String order = orderId(answer);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(points().orders(
                                            "SELECT 'error', errormsg FROM tb_task WHERE order_id = '" + order + "'")
                                    .get("error"))
                            .contains("cannot be reached"));
        } finally {
            startBroker();
        }
        awaitDone(orderId(answer));
    }

    /** Neither service needs a broker to start, and neither has to be started again when there is one. */
    @Test
    void servicesThatStartedWithoutABrokerFindItLater() {
        stopBroker();
        String order;
        try {
            parts().kill(USER_SERVICE);
            kill(SystemUnderTest.Part.ORDER_SERVICE);
            parts().start(USER_SERVICE);
            system().start(SystemUnderTest.Part.ORDER_SERVICE);
            order = orderId(place(new Line(10, 1)));
        } finally {
            startBroker();
        }
        awaitDone(order);
    }

    @Test
    void consumerThatIsKilledLosesNothing() {
        parts().kill(USER_SERVICE);
        List<Answer> answers = allAtOnce(20, order -> place(new Line(11 + order, 1)));
        parts().start(USER_SERVICE);

        assertThat(statuses(answers)).containsOnly(201);
        answers.forEach(answer -> awaitDone(orderId(answer)));
    }

    /** The order of phase one, as everybody can see it. */
    private String heldOrder() {
        String xid = system().faults().holding("order.after-insert").get(0);
        return points().orders("SELECT xid, id FROM tb_order WHERE xid = '" + xid + "'")
                .get(xid);
    }

    private void neverEarned(String order) {
        points().settle();
        assertThat(points().users("SELECT order_id, point FROM tb_point_log")).doesNotContainKey(order);
    }

    private Connection connect() throws Exception {
        Topology.Broker.RabbitMq access = parts().broker();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(access.port());
        factory.setUsername(access.user());
        factory.setPassword(access.password());
        return factory.newConnection();
    }

    private static BasicProperties typed(String contentType) {
        return new BasicProperties.Builder().contentType(contentType).build();
    }
}
