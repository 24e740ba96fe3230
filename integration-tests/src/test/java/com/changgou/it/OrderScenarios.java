package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.launcher.proof.OrderApi.Answer;
import com.changgou.launcher.proof.OrderApi.Line;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios, written once for every kind of system. */
abstract class OrderScenarios extends ScenarioSupport {

    @Test
    void committedOrderIsInBothDatabases() {
        long before = invariants().stock(1);

        Answer answer = place(new Line(1, 2));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().get("total").asLong()).isEqualTo(2 * 129_900);
        assertThat(invariants().stock(1)).isEqualTo(before - 2);
        String orderId = answer.body().get("orderId").asString();
        assertThat(system().orders().get("/orders/" + orderId).body()).isEqualTo(answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order.before-goods-call",
                "order.after-goods-call",
                "order.before-commit",
                "order.after-insert",
                "goods.before-commit",
                "goods.after-commit",
                "goods.reply-lost"
            })
    void failureAtAnyPointLeavesNothing(String point) {
        long stock = invariants().stock(2);
        long orders = invariants().orderCount();
        system().faults().arm(point, "throw");

        Answer answer = place(new Line(2, 3));

        assertThat(answer.status()).as("%s", answer).isIn(500, 503);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        invariants().hold();
        assertThat(invariants().stock(2)).isEqualTo(stock);
        assertThat(invariants().orderCount()).isEqualTo(orders);
    }

    /** Dirty read in between, on purpose: a rollback is only shown where there was something to roll back. */
    @Test
    void rollbackUndoesWhatOthersCouldAlreadySee() {
        long before = invariants().stock(3);
        CompletableFuture<Answer> answer = placeAndHoldAt("order.after-insert", "throw", new Line(3, 5));
        assertThat(invariants().stock(3)).isEqualTo(before - 5);
        String xid = system().faults().holding("order.after-insert").get(0);
        assertThat(system().tc().session(xid).orElseThrow().branches()).hasSize(2);

        system().faults().release("order.after-insert");

        assertThat(answer.join().status()).isEqualTo(500);
        invariants().hold();
        assertThat(invariants().stock(3)).isEqualTo(before);
    }

    @Test
    void stockComesBackOnceTheCrashedGoodsServiceRestarts() {
        long before = invariants().stock(4);
        noteKill();
        system().faults().arm("goods.after-commit", "crash");

        Answer answer = place(new Line(4, 1));

        assertThat(answer.status()).isEqualTo(503);
        await().atMost(SOON).until(() -> !system().isRunning(Part.GOODS_SERVICE));
        assertThat(invariants().stock(4)).as("phase one was committed").isEqualTo(before - 1);
        assertThat(system().tc().locks()).as("and is locked until it is undone").isNotEmpty();

        system().start(Part.GOODS_SERVICE);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(invariants().stock(4)).isEqualTo(before));
    }

    @Test
    void timeoutBringsStockBackWhenTheOrderServiceDiesAfterTheGoodsCall() {
        long before = invariants().stock(5);
        placeAndHoldAt("order.after-goods-call", "throw", new Line(5, 4));
        assertThat(invariants().stock(5)).isEqualTo(before - 4);

        kill(Part.ORDER_SERVICE);

        // The TC alone does it: nobody is left who could ask for a rollback.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(invariants().stock(5)).isEqualTo(before));
    }

    @Test
    void timeoutUndoesBothBranchesWhenTheOrderServiceDiesBetweenThePhases() {
        long before = invariants().stock(6);
        long orders = invariants().orderCount();
        placeAndHoldAt("order.after-insert", "throw", new Line(6, 4));
        assertThat(invariants().orderCount()).isEqualTo(orders + 1);

        kill(Part.ORDER_SERVICE);
        system().start(Part.ORDER_SERVICE);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(invariants().stock(6)).isEqualTo(before);
            assertThat(invariants().orderCount()).isEqualTo(orders);
        });
    }

    @Test
    void tooLittleStockOnOneLineRefusesTheWholeOrder() {
        int all = (int) invariants().stock(8);
        assertThat(place(new Line(8, all - 5)).status()).isEqualTo(201);
        int stock8 = (int) invariants().stock(8);
        long stock7 = invariants().stock(7);
        long stock9 = invariants().stock(9);

        Answer refused = place(new Line(9, 1), new Line(8, stock8 + 1), new Line(7, 1));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().get("type").asString()).isEqualTo("urn:problem:insufficient-stock");
        assertThat(refused.body().get("skuId").asLong()).isEqualTo(8);
        assertThat(refused.body().get("wanted").asInt()).isEqualTo(stock8 + 1);
        assertThat(refused.body().get("available").asInt()).isEqualTo(stock8);
        assertThat(invariants().stock(7)).isEqualTo(stock7);
        assertThat(invariants().stock(9)).isEqualTo(stock9);
    }

    @Test
    void twoHundredOrdersAtOnceOnOneSkuSellWhatIsThereAndNoMore() {
        long deadlocks = invariants().deadlocks();
        long stock = invariants().stock(10);

        List<Answer> answers = allAtOnce(200, order -> place(new Line(10, 10)));

        long sold = answers.stream().filter(answer -> answer.status() == 201).count() * 10;
        assertThat(statuses(answers))
                .as("placed, sold out, or told to come again")
                .isSubsetOf(201, 409, 503);
        assertThat(answers)
                .as("told to come again")
                .filteredOn(answer -> answer.status() == 503)
                .hasSizeLessThan(20);
        assertThat(sold).as("sold").isGreaterThan(stock / 2).isLessThanOrEqualTo(stock);
        invariants().hold();
        assertThat(invariants().stock(10)).isEqualTo(stock - sold);
        assertThat(invariants().deadlocks()).as("deadlocks").isEqualTo(deadlocks);
    }

    @Test
    void twoHundredOrdersAtOnceOverFiftySkusNeitherDeadlockNorLoseAnything() {
        long deadlocks = invariants().deadlocks();
        long orders = invariants().orderCount();
        Random random = new Random(42);
        List<List<Line>> carts = IntStream.range(0, 200)
                .mapToObj(order -> someLinesInAnyOrder(random))
                .toList();

        List<Answer> answers = allAtOnce(200, order -> place(carts.get(order)));

        assertThat(statuses(answers))
                .as("placed, sold out, or told to come again")
                .isSubsetOf(201, 409, 503);
        long placed = answers.stream().filter(answer -> answer.status() == 201).count();
        assertThat(placed).as("placed").isGreaterThan(150);
        invariants().hold();
        assertThat(invariants().orderCount()).isEqualTo(orders + placed);
        assertThat(invariants().deadlocks()).as("deadlocks").isEqualTo(deadlocks);
    }

    @Test
    void sameKeyTwentyTimesAtOnceIsOneOrder() {
        String key = UUID.randomUUID().toString();
        long before = invariants().stock(11);

        List<Answer> answers = allAtOnce(20, order -> place(key, List.of(new Line(11, 1))));

        assertThat(statuses(answers).stream().filter(status -> status == 201).count())
                .isEqualTo(1);
        assertThat(statuses(answers)).isSubsetOf(200, 201);
        assertThat(answers.stream()
                        .map(answer -> answer.body().get("orderId").asString())
                        .distinct())
                .hasSize(1);
        assertThat(invariants().stock(11)).isEqualTo(before - 1);
        assertThat(invariants().ordersOfRequest(key)).isEqualTo(1);
    }

    @Test
    void keyBelongsToItsRequest() {
        String key = UUID.randomUUID().toString();
        Answer first = place(key, List.of(new Line(12, 1), new Line(13, 1)));
        assertThat(first.status()).isEqualTo(201);

        Answer again = place(key, List.of(new Line(13, 1), new Line(12, 1)));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());

        Answer other = place(key, List.of(new Line(12, 2)));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().get("type").asString()).isEqualTo("urn:problem:idempotency-key-reused");
    }

    @Test
    void keyIsFreeAgainAfterARollback() {
        String key = UUID.randomUUID().toString();
        system().faults().arm("order.after-insert", "throw");
        assertThat(place(key, List.of(new Line(14, 1))).status()).isEqualTo(500);

        assertThat(place(key, List.of(new Line(14, 1))).status()).isEqualTo(201);
    }

    /** An order that may still be rolled back is not told as placed. */
    @Test
    void keyOfAnOpenTransactionIsUnknownUntilItIsDecided() {
        String key = UUID.randomUUID().toString();
        CompletableFuture<Answer> first = placeAndHold(key, new Line(15, 1));

        Answer meanwhile = place(key, List.of(new Line(15, 1)));
        assertThat(meanwhile.status()).isEqualTo(504);
        assertThat(meanwhile.body().get("idempotencyKey").asString()).isEqualTo(key);

        system().faults().release("order.after-insert");
        assertThat(first.join().status()).isEqualTo(201);
        assertThat(place(key, List.of(new Line(15, 1))).status()).isEqualTo(200);
    }

    @Test
    void failedGlobalCommitIsUnknownAndTheKeyTellsLater() {
        String key = UUID.randomUUID().toString();
        CompletableFuture<Answer> answer = placeAndHold(key, new Line(16, 1));
        kill(Part.TC);

        system().faults().release("order.after-insert");
        assertThat(answer.join().status()).isEqualTo(504);
        assertThat(answer.join().body().get("idempotencyKey").asString()).isEqualTo(key);

        system().start(Part.TC);
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(
                                place(key, List.of(new Line(16, 1))).status())
                        .isIn(200, 201));
        assertThat(invariants().ordersOfRequest(key)).isEqualTo(1);
    }

    @Test
    void withoutTheCoordinatorNothingHappens() {
        long before = invariants().stock(17);
        kill(Part.TC);

        Answer answer = place(new Line(17, 1));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:coordinator-unavailable");
        assertThat(invariants().stock(17)).isEqualTo(before);
        system().start(Part.TC);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(place(new Line(17, 1)).status()).isEqualTo(201));
    }

    /** Red with the stock file session manager of the TC 1.8.0: it comes back and rolls the order back. */
    @Test
    void placedOrderStaysWhenTheCoordinatorIsKilledRightAfterwards() {
        Answer answer = place(new Line(24, 1));
        kill(Part.TC);
        assertThat(answer.status()).isEqualTo(201);

        system().start(Part.TC);

        invariants().forgiveUndoLogsOfCommittedOrders();
        invariants().hold();
        String orderId = answer.body().get("orderId").asString();
        assertThat(system().orders().get("/orders/" + orderId).status()).isEqualTo(200);
    }

    /** A 503 here would say that nothing happened, and the order stands. */
    @Test
    void keyThatCannotBeLookedUpIsUnknownAndNotUnavailable() {
        String key = UUID.randomUUID().toString();
        List<Line> lines = List.of(new Line(23, 1));
        assertThat(place(key, lines).status()).isEqualTo(201);
        kill(Part.TC);

        Answer answer = place(key, lines);

        assertThat(answer.status()).as("%s", answer).isEqualTo(504);
        system().start(Part.TC);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(place(key, lines).status()).isEqualTo(200));
        assertThat(invariants().ordersOfRequest(key)).isEqualTo(1);
    }

    @Test
    void withoutTheGoodsServiceNothingHappens() {
        long orders = invariants().orderCount();
        kill(Part.GOODS_SERVICE);

        Answer answer = place(new Line(18, 1));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:goods-unavailable");
        assertThat(invariants().orderCount()).isEqualTo(orders);
    }

    /**
     * Red with Seata's stock file lock manager (upstream #6932). Seata orders the rows of a branch by their hash, so there
     * are several: some come after the one that conflicts.
     */
    @Test
    void branchThatIsRefusedOneRowLocksNoOther() {
        List<Line> others =
                IntStream.rangeClosed(31, 40).mapToObj(sku -> new Line(sku, 1)).toList();
        List<Line> all = new ArrayList<>(others);
        all.add(new Line(19, 1));
        CompletableFuture<Answer> holder = placeAndHoldAt("order.after-insert", "delay", new Line(19, 1));

        assertThat(place(all).status()).isEqualTo(503);

        assertThat(place(others).status()).isEqualTo(201);
        system().faults().release("order.after-insert");
        assertThat(holder.join().status()).isEqualTo(201);
    }

    @Test
    void noXidIsLeftOnThreadsThatServedFailedOrders() throws SQLException {
        system().faults().arm("goods.after-commit", "throw", 40, 0);
        allAtOnce(40, order -> place(new Line(21, 1)));
        system().faults().clear();
        invariants().hold();

        // Plain requests on the same threads: with an XID left over they would register branches of a finished
        // transaction.
        List<Answer> plain = allAtOnce(
                40,
                request -> system().goods()
                        .post(
                                "/stock/deductions",
                                "{\"requestId\":\"plain-" + request + "\",\"lines\":[{\"skuId\":22,\"quantity\":1}]}",
                                null));

        assertThat(statuses(plain)).containsOnly(200);
        assertThat(system().tc().sessions()).isEmpty();
        for (Part part : List.of(Part.ORDER_SERVICE, Part.GOODS_SERVICE)) {
            assertThat(system().log(part)).doesNotContain("was left on the thread");
        }
        giveBackPlainDeductions();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no JSON                 | 400 | urn:problem:malformed-request  | {"userId":
            fraction of a piece     | 400 | urn:problem:malformed-request  | {"userId":"u1","lines":[{"skuId":1,"quantity":1.5}]}
            quantity as text        | 400 | urn:problem:malformed-request  | {"userId":"u1","lines":[{"skuId":1,"quantity":"2"}]}
            unknown SKU             | 404 | urn:problem:unknown-sku        | {"userId":"u1","lines":[{"skuId":999,"quantity":1}]}
            unknown user            | 404 | urn:problem:unknown-user       | {"userId":"nobody","lines":[{"skuId":1,"quantity":1}]}
            quantity 0              | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[{"skuId":1,"quantity":0}]}
            quantity -1             | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[{"skuId":1,"quantity":-1}]}
            no quantity             | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[{"skuId":1}]}
            no lines                | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[]}
            one SKU twice           | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[{"skuId":1,"quantity":1},{"skuId":1,"quantity":2}]}
            more than there is      | 409 | urn:problem:insufficient-stock | {"userId":"u1","lines":[{"skuId":1,"quantity":5000}]}
            absurdly many pieces    | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[{"skuId":1,"quantity":1000001}]}
            nothing where a line is | 422 | urn:problem:invalid-order      | {"userId":"u1","lines":[null]}
            no user                 | 422 | urn:problem:invalid-order      | {"lines":[{"skuId":1,"quantity":1}]}
            """)
    void badInputIsRefusedAndChangesNothing(String name, int status, String type, String body) {
        long orders = invariants().orderCount();

        Answer answer = system().orders().post("/orders", body, null);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().get("type").asString()).isEqualTo(type);
        assertThat(invariants().orderCount()).isEqualTo(orders);
    }

    private static List<Line> someLinesInAnyOrder(Random random) {
        List<Long> skus = new ArrayList<>(
                IntStream.rangeClosed(1, 50).mapToObj(Long::valueOf).toList());
        Collections.shuffle(skus, random);
        return skus.subList(0, 1 + random.nextInt(4)).stream()
                .map(sku -> new Line(sku, 1 + random.nextInt(3)))
                .toList();
    }

    private void giveBackPlainDeductions() throws SQLException {
        try (Connection connection = system().goodsDatabase();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM tb_stock_journal WHERE request_id LIKE 'plain-%'");
            statement.execute("UPDATE tb_sku SET stock = stock + 40 WHERE id = 22");
        }
    }
}
