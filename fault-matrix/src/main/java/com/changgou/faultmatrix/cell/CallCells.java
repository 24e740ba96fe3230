package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.cell.Stage.ORDER;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_GOODS;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_TC;

import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.wire.HttpStandIn;
import com.changgou.faultmatrix.wire.HttpStandIn.Answer;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Cells of the calls between client, order and goods service, and to the TC: answers, headers, repetitions, latency. */
final class CallCells {

    static final List<Cell> CELLS = List.of(
            cell(
                    24,
                    "cut HTTP answer order <- goods",
                    "after goods' commit",
                    "rolled back, and the client is told so",
                    CallCells::answerIsCut),
            cell(
                    25,
                    "HTTP retry",
                    "after a read timeout, same XID and same key",
                    "one effect only: Feign repeats nothing, goods refuses what is repeated, who asks again gets the same order",
                    CallCells::askedTwice),
            cell(
                    26,
                    "goods answers 200 with an error body",
                    "business failure",
                    "rolled back, and the client is told so",
                    CallCells::failureLooksLikeSuccess),
            cell(
                    27,
                    "latency of 5, 50, 500 ms on the TC's edges",
                    "steady load",
                    "nothing is lost; the ratios are written down",
                    CallCells::slowCoordinator),
            cell(
                    35,
                    "forged TX_XID and fescarXID from outside",
                    "of a live and of a bogus global transaction",
                    "ignored at the edge, refused by goods; the orders are independent",
                    CallCells::forgedXid),
            cell(
                    36,
                    "exceptions, refusals and unknown paths",
                    "1,000 mixed requests on 2 threads of each service",
                    "no request meets an XID of another one",
                    CallCells::manyEndsOnFewThreads));

    private static final long SLOW_GOODS = 4_000;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MIXED = 1_000;
    private static final int TOO_MANY = 100_000;

    private CallCells() {}

    private static void answerIsCut(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.holdAt("goods.after-commit", order);
        trial.cut(ORDER_TO_GOODS);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void askedTwice(Trial trial) {
        Placing slow = trial.prepare(Mode.AT);
        AtomicInteger calls = new AtomicInteger();
        HttpStandIn passing = trial.inPlaceOfGoods((call, goods) -> {
            calls.incrementAndGet();
            return goods.send(call);
        });
        trial.faults().arm("goods.before-commit", "delay", 1, SLOW_GOODS);
        trial.send(slow);
        trial.awaitMoment("goods has answered too late", () -> passing.answers() > 0);
        trial.ending().told(slow, REFUSED);
        trial.ending().isGone(slow);
        int seen = calls.get();
        trial.witness("goods answered after more than the read timeout; it was called " + seen + " times");
        trial.ending().expect(state -> seen == 1 ? Optional.empty() : Optional.of("Called " + seen + " times"));

        Placing repeated = trial.prepare(Mode.AT);
        trial.inPlaceOfGoods((call, goods) -> {
            Answer first = goods.send(call);
            Answer second = goods.send(call);
            trial.witness("goods answered " + first.status() + ", to the same again " + second.status());
            return first;
        });
        trial.send(repeated).outcome(SOON);
        trial.ending().told(repeated, PLACED);
        trial.ending().stands(repeated);

        Placing asked = trial.prepare(Mode.AT);
        OrderApi client = new OrderApi(trial.stage().edges().orderService());
        trial.holdAt("order.after-insert", asked);
        CompletableFuture<OrderApi.Answer> again =
                trial.meanwhile(() -> client.place(asked.request(), asked.key(), asked.mode()));
        trial.faults().release("order.after-insert");
        trial.ending().told(asked, PLACED);
        trial.ending().stands(asked);
        OrderApi.Answer answer = again.join();
        trial.witness("asked again: " + answer.status() + " " + answer.body());
        String orderId = answer.body().path("orderId").asString("");
        trial.ending()
                .expect(state ->
                        asked.outcome(SOON) instanceof Ok ok && ok.orderId().equals(orderId)
                                ? Optional.empty()
                                : Optional.of("Asked again, the answer was another one"));
    }

    private static void failureLooksLikeSuccess(Trial trial) {
        trial.inPlaceOfGoods((call, goods) -> witnessed(trial, goods.send(call).as(200)));
        Placing problem = trial.send(Placing.of(Mode.AT, trial.sku(), TOO_MANY));
        problem.outcome(SOON);

        trial.inPlaceOfGoods((call, goods) -> {
            Answer done = goods.send(call);
            return witnessed(trial, new Answer(200, done.headers(), "{\"code\":500,\"message\":\"out of stock\"}"));
        });
        Placing undone = trial.send(Mode.AT);
        undone.outcome(SOON);

        trial.inPlaceOfGoods((call, goods) ->
                witnessed(trial, new Answer(200, Map.of("Content-Type", List.of("application/json")), "[]")));
        Placing nothing = trial.send(Mode.AT);
        nothing.outcome(SOON);

        for (Placing order : List.of(problem, undone, nothing)) {
            trial.ending().told(order, REFUSED);
            trial.ending().isGone(order);
        }
    }

    private static Answer witnessed(Trial trial, Answer answer) {
        trial.witness("goods answers " + answer.status() + ": " + answer.body());
        return answer;
    }

    private static void slowCoordinator(Trial trial) {
        double usual = trial.ordersPerSecond();
        for (int millis : List.of(5, 50, 500)) {
            List.of(ORDER_TO_TC, GOODS_TO_TC).forEach(edge -> trial.slow(edge, Duration.ofMillis(millis)));
            long begin = System.nanoTime();
            trial.send(Mode.AT).outcome(SOON);
            long took = (System.nanoTime() - begin) / 1_000_000;
            trial.require("an order took %d ms, 4 trips of %d".formatted(took, millis), took > 4L * millis);
            double slow = trial.ordersPerSecond();
            trial.witness(
                    "%d ms: %.1f orders/s, %.2f of the %.1f without".formatted(millis, slow, slow / usual, usual));
        }
    }

    private static void forgedXid(Trial trial) {
        Placing live = trial.prepare(Mode.AT);
        String xid = trial.holdAt("order.after-insert", "throw", live);
        Site site = trial.stage().system().site();
        long refused = Stage.meter(site.orderService(), "seata.xid.refused");
        for (String forged : List.of(xid, "127.0.0.1:8091:4711", "nonsense")) {
            Placing other = Placing.of(Mode.AT, trial.sku() + 1, 1);
            trial.send(other, Map.of("TX_XID", forged, "fescarXID", forged, "TX_XID_SIGNATURE", "forged"));
            other.outcome(SOON);
            trial.ending().told(other, PLACED);
            trial.ending().stands(other);
        }
        long now = Stage.meter(site.orderService(), "seata.xid.refused");
        trial.require("the order service has refused 3 XIDs", now - refused == 3);
        trial.inPlaceOfGoods((call, goods) -> witnessed(trial, goods.send(call.with("TX_XID", xid))));
        Placing inside = trial.send(Placing.of(Mode.AT, trial.sku() + 2, 1));
        inside.outcome(SOON);
        trial.ending().told(inside, REFUSED);
        trial.ending().isGone(inside);
        trial.faults().release("order.after-insert");
        trial.ending().told(live, REFUSED);
        trial.ending().isGone(live);
    }

    private static void manyEndsOnFewThreads(Trial trial) {
        Site site = trial.stage().system().site();
        for (String service : List.of(ORDER, GOODS)) {
            trial.stage()
                    .restartWith(
                            service,
                            "server.tomcat.threads.max=2",
                            "server.tomcat.threads.min-spare=2",
                            "server.tomcat.mbeanregistry.enabled=true");
        }
        trial.require("2 threads", Stage.meter(site.orderService(), "tomcat.threads.config.max") == 2);
        trial.faults().arm("order.after-insert", "throw", 100, 0);
        trial.faults().arm("goods.before-commit", "throw", 50, 0);
        Map<Integer, Long> statuses = new MixedRequests(
                        trial.client(),
                        new OrderApi(site.orderService()),
                        new OrderApi(site.goodsService()),
                        trial.sku())
                .send(MIXED);
        trial.witness(MIXED + " requests, by status: " + statuses);
        trial.require("all ends are there", statuses.keySet().containsAll(List.of(200, 201, 400, 404, 409, 500, 503)));
        // Now: the services are started again before the trial is judged, and count from 0 then.
        OptionalLong left = trial.stage().foreignXids();
        trial.ending()
                .expect(state ->
                        left.equals(OptionalLong.of(0)) ? Optional.empty() : Optional.of("Left on a thread: " + left));
    }
}
