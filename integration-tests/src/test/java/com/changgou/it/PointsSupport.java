package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** What scenarios of points have: a system of processes on this machine with a broker, and {@link PointsInvariants} after each. */
abstract class PointsSupport extends ScenarioSupport {

    static final String SECOND_ORDER_SERVICE = "order-service-2";
    static final String USER_SERVICE = "user-service";

    private LocalProcessSystem local;
    private PointsInvariants points;

    /** What its directory below {@code target} is called. */
    abstract String name();

    abstract Topology.Broker broker() throws Exception;

    Topology.Databases databases() {
        return new Topology.Databases.Embedded();
    }

    /** Extra settings by service. */
    Map<String, List<String>> settings() {
        return Map.of();
    }

    @Override
    SystemUnderTest startFresh() {
        try {
            local = LocalProcessSystem.startFresh(name(), settings(), new Topology(databases(), broker(), false));
            return local;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    void lookAtPoints() {
        points = new PointsInvariants(parts());
    }

    @AfterEach
    void pointsAddUp() {
        points.settle();
    }

    LocalSystem parts() {
        return local.system();
    }

    PointsInvariants points() {
        return points;
    }

    static String orderId(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.body().get("orderId").asString();
    }

    Answer placeAtEither(int order) {
        Line line = new Line(1 + order % 50, 1);
        return order % 2 == 0 ? place(line) : placeAtSecond(line);
    }

    Answer placeAtSecond(Line line) {
        return new OrderApi("http://127.0.0.1:" + parts().installation().ports().order2())
                .place(new Request("u2", List.of(line)), null);
    }

    void awaitDone(String order) {
        await("the points of " + order)
                .atMost(SOON)
                .until(() -> points.orders("SELECT order_id, status FROM tb_task_his WHERE order_id = '" + order + "'")
                        .containsKey(order));
    }

    /** Status and number of messages of a task; empty where there is none. */
    String task(String order) {
        return points.orders(
                        "SELECT order_id, CONCAT(status, ' ', attempts) FROM tb_task WHERE order_id = '" + order + "'")
                .getOrDefault(order, "");
    }

    OrderApi users() {
        return new OrderApi("http://127.0.0.1:" + parts().installation().ports().user());
    }
}
