package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What only one mode has, and what happens where several meet in one running system. */
abstract class ModeScenarios extends XaScenarios {

    @Test
    void fiveHundredOrdersAtOnceOverAllModesOnFiveSkus() {
        Mode[] modes = Mode.values();

        List<Answer> answers =
                allAtOnce(500, order -> place(modes[order / 5 % modes.length], new Line(41 + order % 5, 1)));

        assertThat(statuses(answers)).as("placed, or told to come again").isSubsetOf(201, 503);
        for (Mode mode : modes) {
            assertThat(IntStream.range(0, answers.size())
                            .filter(order -> modes[order / 5 % modes.length] == mode)
                            .filter(order -> answers.get(order).status() == 201))
                    .as("placed in mode %s, of 125", mode)
                    .hasSizeGreaterThan(25);
        }
        System.out.println("500 orders at once over all modes on 5 SKUs, by status: "
                + answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting())));
    }

    static Stream<Arguments> pairsOfModes() {
        return Stream.of(Mode.values())
                .flatMap(first -> Stream.of(Mode.values())
                        .filter(second -> second != first)
                        .map(second -> Arguments.of(first, second)));
    }

    /**
     * The first is rolled back while the second wants the same row. Red when TCC or XA do not ask for the row's global lock: the AT
     * rollback finds the row dirty, and stays undone.
     */
    @ParameterizedTest
    @MethodSource("pairsOfModes")
    void orderInAnotherModeOnTheSameSkuIsNotLostInARollback(Mode first, Mode second) {
        long stock = invariants().stock(3);
        CompletableFuture<Answer> failing = placeAndHoldAt(BETWEEN_THE_PHASES, "throw", first, new Line(3, 5));

        long open = invariants().openGoodsTransactions();
        CompletableFuture<Answer> other = CompletableFuture.supplyAsync(() -> place(second, new Line(3, 1)));
        await("it is done, or waits for the row or its global lock")
                .atMost(SOON)
                .until(() -> other.isDone() || invariants().openGoodsTransactions() > open);
        system().faults().release(BETWEEN_THE_PHASES);

        assertThat(failing.join().status()).isEqualTo(500);
        assertThat(other.join().status()).as("placed, or told to come again").isIn(201, 503);
        holdInvariants();
        assertThat(invariants().stock(3)).isEqualTo(stock - (other.join().status() == 201 ? 1 : 0));
    }

    /**
     * Suspension. Red without the fence: a cancel that finds no order has nothing to remove, and the late try leaves an order that is
     * pending for ever.
     */
    @Test
    void lateTryAfterACancelThatFoundNothingIsRefused() {
        long orders = invariants().orderCount();
        CompletableFuture<Answer> answer = placeAndHoldAt("order.before-begin", Mode.TCC, new Line(13, 1));
        String xid = heldAt("order.before-begin");

        await("the TC has cancelled what took too long")
                .atMost(SOON)
                .until(() -> system().tc().session(xid).isEmpty());
        system().faults().release("order.before-begin");

        assertThat(answer.join().status()).as("%s", answer.join()).isIn(500, 503);
        holdInvariants();
        assertThat(invariants().orderCount()).isEqualTo(orders);
    }

    /** Empty rollback. Red without the fence: the cancel gives back what nobody has frozen. */
    @Test
    void cancelWithoutATryChangesNothing() {
        long stock = invariants().stock(4);
        CompletableFuture<Answer> answer = placeAndHoldAt("goods.before-begin", Mode.TCC, new Line(4, 1));
        String xid = heldAt("goods.before-begin");

        assertThat(answer.join().status())
                .as("the order service waits no longer")
                .isEqualTo(503);
        await("the cancel without a try is done")
                .atMost(SOON)
                .until(() -> system().tc().session(xid).isEmpty());
        assertThat(invariants().goodsFence(xid)).hasValue(4);
        system().faults().release("goods.before-begin");

        await("the late try was refused")
                .atMost(SOON)
                .until(() -> system().log(Part.GOODS_SERVICE)
                        .contains("Insert tcc fence record duplicate key exception. xid= " + xid));
        holdInvariants();
        assertThat(invariants().stock(4)).isEqualTo(stock);
    }

    @Test
    void modeThatIsNoneIsRefused() {
        Answer answer = system().orders()
                .post("/orders?mode=saga", "{\"userId\":\"u1\",\"lines\":[{\"skuId\":1,\"quantity\":1}]}", null);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:invalid-parameter");
    }

    /** Repetition. Red without the fence: the second confirm uses up what is not frozen any more. */
    @ParameterizedTest
    @CsvSource({"goods.phase-two-reply-lost", "order.phase-two-reply-lost"})
    void confirmWhoseAnswerIsLostIsRepeatedAndChangesNothing(String point) {
        long stock = invariants().stock(5);
        system().faults().arm(point, "throw");

        Answer answer = place(Mode.TCC, new Line(5, 1));

        assertThat(answer.status()).isEqualTo(201);
        holdInvariants();
        assertThat(invariants().stock(5)).isEqualTo(stock - 1);
    }

    /** Repetition. Red without the fence: the stock comes back twice. */
    @ParameterizedTest
    @CsvSource({"goods.phase-two-reply-lost", "order.phase-two-reply-lost"})
    void cancelWhoseAnswerIsLostIsRepeatedAndChangesNothing(String point) {
        long stock = invariants().stock(6);
        system().faults().arm(BETWEEN_THE_PHASES, "throw");
        system().faults().arm(point, "throw");

        Answer answer = place(Mode.TCC, new Line(6, 1));

        assertThat(answer.status()).isEqualTo(500);
        holdInvariants();
        assertThat(invariants().stock(6)).isEqualTo(stock);
    }

    /** Red when the fence's row is committed before the stock: the confirm that is tried again thinks that it is done. */
    @Test
    void serviceThatDiesBetweenTheFencesRowAndTheCommitConfirmsLater() {
        long stock = invariants().stock(7);
        noteKill();
        system().faults().arm("goods.before-phase-two-commit", "crash");

        Answer answer = place(Mode.TCC, new Line(7, 1));

        assertThat(answer.status())
                .as("decided, though one service has still to be told")
                .isEqualTo(201);
        await().atMost(SOON).until(() -> !system().isRunning(Part.GOODS_SERVICE));
        system().start(Part.GOODS_SERVICE);
        holdInvariants();
        assertThat(invariants().stock(7)).isEqualTo(stock - 1);
    }

    /** The TC cancels what is still being tried: the cancel has to wait for the try, and then give back what that froze. */
    @Test
    void globalTimeoutWhileATryIsRunningGivesBackWhatItFreezes() {
        long stock = invariants().stock(8);
        placeAndHoldAt("goods.before-commit", Mode.TCC, new Line(8, 1));
        String xid = heldAt("goods.before-commit");
        kill(Part.ORDER_SERVICE);

        await("the TC rolls back by itself")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(system().tc().session(xid))
                        .hasValueSatisfying(
                                session -> assertThat(session.status()).contains("Timeout")));
        system().faults().release("goods.before-commit");
        system().start(Part.ORDER_SERVICE);

        holdInvariants();
        assertThat(invariants().stock(8)).isEqualTo(stock);
    }

    /** The relay has passed over the open order: one that was placed after it has got its points. */
    @ParameterizedTest
    @EnumSource
    void pointsOfAnOpenOrderAreNotSentInAnyMode(Mode mode) {
        CompletableFuture<Answer> open = placeAndHoldAt(BETWEEN_THE_PHASES, "throw", mode, new Line(11, 1));

        awaitDone(orderId(place(mode, new Line(12, 1))));

        assertThat(points().orders("SELECT order_id, attempts FROM tb_task WHERE attempts > 0"))
                .isEmpty();
        Map<String, String> granted = points().users("SELECT order_id, point FROM tb_point_log");
        system().faults().release(BETWEEN_THE_PHASES);
        assertThat(open.join().status()).isEqualTo(500);
        holdInvariants();
        points().settle();
        assertThat(points().users("SELECT order_id, point FROM tb_point_log")).isEqualTo(granted);
    }
}
