package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All scenarios, written once: the main ones, and those about concurrency, keys, lost answers and bad input. */
abstract class OrderScenarios extends MainOrderScenarios {

    @Test
    void twoHundredOrdersAtOnceOnOneSkuSellWhatIsThereAndNoMore() {
        long deadlocks = invariants().deadlocks();
        long stock = invariants().stock(10);

        List<Answer> answers = allAtOnceUntilAnswered(Collections.nCopies(200, List.of(new Line(10, 10))));

        assertThat(statuses(answers)).as("placed, or sold out").isSubsetOf(200, 201, 409);
        assertThat(placed(answers)).as("sold").isEqualTo((int) stock / 10);
        holdInvariants();
        assertThat(invariants().stock(10)).isEqualTo(stock % 10);
        invariants().noDeadlockSince(deadlocks);
    }

    @Test
    void twoHundredOrdersAtOnceOverFiftySkusNeitherDeadlockNorLoseAnything() {
        long deadlocks = invariants().deadlocks();
        long orders = invariants().orderCount();
        Random random = new Random(42);
        List<List<Line>> carts = IntStream.range(0, 200)
                .mapToObj(order -> someLinesInAnyOrder(random))
                .toList();

        List<Answer> answers = allAtOnceUntilAnswered(carts);

        assertThat(statuses(answers)).as("placed, or sold out").isSubsetOf(200, 201, 409);
        assertThat(placed(answers)).as("placed").isGreaterThan(150);
        holdInvariants();
        assertThat(invariants().orderCount()).isEqualTo(orders + placed(answers));
        invariants().noDeadlockSince(deadlocks);
    }

    /** Red when a deduction takes its rows by one statement each: undone last to first, they meet the next order's first to last. */
    @Test
    void rollbacksAndDeductionsOfTheSameRowsNeverDeadlock() {
        long deadlocks = invariants().deadlocks();
        long orders = invariants().orderCount();
        List<Line> cart =
                IntStream.rangeClosed(25, 36).mapToObj(sku -> new Line(sku, 1)).toList();
        system().faults().arm("order.after-insert", "throw", 30, 0);

        List<Answer> answers = allAtOnce(60, order -> place(cart));

        system().faults().clear();
        holdInvariants();
        invariants().noDeadlockSince(deadlocks);
        assertThat(statuses(answers))
                .as("placed, failed as injected, or told to come again")
                .isSubsetOf(201, 500, 503)
                .as("rolled back")
                .contains(500);
        assertThat(invariants().orderCount()).isEqualTo(orders + Collections.frequency(statuses(answers), 201));
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

    /** Red with the stock file session manager of the TC 1.8.0: it comes back and rolls the order back. */
    @Test
    void placedOrderStaysWhenTheCoordinatorIsKilledRightAfterwards() {
        Answer answer = place(new Line(24, 1));
        kill(Part.TC);
        assertThat(answer.status()).isEqualTo(201);

        system().start(Part.TC);

        holdInvariants();
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

    /**
     * Under AT red with Seata's stock file lock manager (upstream #6932). Seata orders the rows of a branch by their hash, so there
     * are several: some come after the one that conflicts.
     */
    @Test
    void branchThatIsRefusedOneRowLocksNoOther() {
        List<Line> others =
                IntStream.rangeClosed(31, 40).mapToObj(sku -> new Line(sku, 1)).toList();
        List<Line> all = new ArrayList<>(others);
        all.add(new Line(19, 1));
        CompletableFuture<Answer> holder = placeAndHoldAt("order.after-insert", "delay", new Line(19, 1));

        assertThat(place(all).status()).isEqualTo(holdsRowsBetweenThePhases() ? 503 : 201);

        assertThat(place(others).status()).isEqualTo(201);
        system().faults().release("order.after-insert");
        assertThat(holder.join().status()).isEqualTo(201);
    }

    @Test
    void noXidIsLeftOnThreadsThatServedFailedOrders() throws SQLException {
        system().faults().arm("goods.after-commit", "throw", 40, 0);
        allAtOnce(40, order -> place(new Line(21, 1)));
        system().faults().clear();
        holdInvariants();

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

    /** Who is told to come again (503), or that nothing is known (504), asks again with the same key, as a client would. */
    private List<Answer> allAtOnceUntilAnswered(List<List<Line>> carts) {
        Map<String, List<Line>> open = new LinkedHashMap<>();
        carts.forEach(cart -> open.put(UUID.randomUUID().toString(), cart));
        List<Answer> decided = new ArrayList<>();
        await("every order is decided").atMost(SOON.multipliedBy(2)).until(() -> {
            List<String> keys = List.copyOf(open.keySet());
            List<Answer> answers = allAtOnce(keys.size(), order -> place(keys.get(order), open.get(keys.get(order))));
            for (int order = 0; order < keys.size(); order++) {
                Answer answer = answers.get(order);
                if (answer.status() != 503 && answer.status() != 504) {
                    open.remove(keys.get(order));
                    decided.add(answer);
                }
            }
            return open.isEmpty();
        });
        return decided;
    }

    /** 200 is the answer to who asks again about an order that stands. */
    private static int placed(List<Answer> answers) {
        return (int) answers.stream().filter(answer -> answer.status() <= 201).count();
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
