package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The scenarios that every kind of system has to pass: what is kept, what is undone, and what is refused. */
abstract class MainOrderScenarios extends ScenarioSupport {

    @Test
    void committedOrderIsInBothDatabases() {
        long before = invariants().stock(1);

        Answer answer = place(new Line(1, 2));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().get("total").asLong()).isEqualTo(2 * 129_900);
        assertThat(invariants().stock(1)).isEqualTo(before - 2);
        String orderId = answer.body().get("orderId").asString();
        JsonNode order = system().orders().get("/orders/" + orderId).body();
        assertThat(order.properties()).containsAll(answer.body().properties());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order.before-goods-call",
                "order.after-goods-call",
                "order.before-commit",
                "order.after-insert",
                "order.before-begin",
                "goods.before-begin",
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
        holdInvariants();
        assertThat(invariants().stock(2)).isEqualTo(stock);
        assertThat(invariants().orderCount()).isEqualTo(orders);
    }

    /** Dirty read in between, on purpose: a rollback is only shown where there was something to roll back. XA has none. */
    @Test
    void rollbackUndoesWhatOthersCouldAlreadySee() {
        long before = invariants().stock(3);
        CompletableFuture<Answer> answer = placeAndHoldAt("order.after-insert", "throw", new Line(3, 5));
        assertThat(invariants().stock(3)).isEqualTo(seenBetweenThePhases(before, -5));
        String xid = system().faults().holding("order.after-insert").get(0);
        assertThat(system().tc().session(xid).orElseThrow().branches()).hasSize(2);

        system().faults().release("order.after-insert");

        assertThat(answer.join().status()).isEqualTo(500);
        holdInvariants();
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
        assertThat(invariants().stock(4)).as("phase one was committed").isEqualTo(seenBetweenThePhases(before, -1));
        assertThat(system().tc().locks().isEmpty())
                .as("and under AT is locked until it is undone")
                .isEqualTo(mode() != Mode.AT);

        system().start(Part.GOODS_SERVICE);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(invariants().stock(4)).isEqualTo(before));
    }

    @Test
    void timeoutBringsStockBackWhenTheOrderServiceDiesAfterTheGoodsCall() {
        long before = invariants().stock(5);
        placeAndHoldAt("order.after-goods-call", "throw", new Line(5, 4));
        assertThat(invariants().stock(5)).isEqualTo(seenBetweenThePhases(before, -4));

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
        assertThat(invariants().orderCount()).isEqualTo(seenBetweenThePhases(orders, 1));

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

    @Test
    void withoutTheGoodsServiceNothingHappens() {
        long orders = invariants().orderCount();
        kill(Part.GOODS_SERVICE);

        Answer answer = place(new Line(18, 1));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:goods-unavailable");
        assertThat(invariants().orderCount()).isEqualTo(orders);
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

        Answer answer = system().orders().post("/orders?mode=" + mode(), body, null);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().get("type").asString()).isEqualTo(type);
        assertThat(invariants().orderCount()).isEqualTo(orders);
    }
}
