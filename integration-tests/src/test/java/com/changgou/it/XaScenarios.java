package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Coordinator.Branch;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XA beside AT, on each database server: which branches there are, and what outlives what. */
abstract class XaScenarios extends PointsSupport {

    static final String BETWEEN_THE_PHASES = "order.after-insert";

    @Override
    Topology.Broker broker() {
        return new Topology.Broker.Embedded();
    }

    /** Red when the XA proxy's constructor may make XA the process's default: AT then registers no branch at all. */
    @ParameterizedTest
    @CsvSource({"AT, AT AT", "TCC, TCC TCC", "MIXED, AT TCC", "XA, XA XA", "AT, AT AT"})
    void branchesAreOfTheModesTypesAndNoOther(Mode mode, String types) {
        CompletableFuture<Answer> answer = placeAndHoldAt(BETWEEN_THE_PHASES, mode, new Line(1, 1));
        String xid = heldAt(BETWEEN_THE_PHASES);

        List<Branch> branches = system().tc().session(xid).orElseThrow().branches();

        assertThat(branches.stream().map(Branch::type).sorted()).containsExactly(types.split(" "));
        system().faults().release(BETWEEN_THE_PHASES);
        assertThat(answer.join().status()).isEqualTo(201);
    }

    @Test
    void hundredXaCommitsAndHundredXaRollbacksLeaveNothingPrepared() {
        long stock = invariants().stock(2);
        for (int order = 0; order < 100; order++) {
            assertThat(place(Mode.XA, new Line(2, 1)).status()).isEqualTo(201);
            system().faults().arm(BETWEEN_THE_PHASES, "throw");
            assertThat(place(Mode.XA, new Line(2, 1)).status()).isEqualTo(500);
        }

        holdInvariants();
        assertThat(invariants().stock(2)).isEqualTo(stock - 100);
        await("no connection is held with a branch on it")
                .atMost(SOON)
                .until(() -> invariants().openTransactionsThatWrote() == 0);
    }

    /** On MySQL red when phase two takes its connections from phase one's pool, where all of these wait for the row. */
    @Test
    void hundredXaOrdersAtOnceOnOneSkuDoNotStarveTheirSecondPhase() {
        long stock = invariants().stock(44);

        List<Answer> answers = allAtOnce(100, order -> place(Mode.XA, new Line(44, 1)));

        assertThat(statuses(answers)).as("placed, or told to come again").isSubsetOf(201, 503);
        long placed = statuses(answers).stream().filter(status -> status == 201).count();
        assertThat(placed).as("placed").isGreaterThan(25);
        holdInvariants();
        assertThat(invariants().stock(44)).isEqualTo(stock - placed);
    }

    @Test
    void preparedXaBranchOutlivesItsService() {
        long stock = invariants().stock(9);
        noteKill();
        system().faults().arm("goods.after-commit", "crash");

        Answer answer = place(Mode.XA, new Line(9, 1));

        assertThat(answer.status()).isEqualTo(503);
        await().atMost(SOON).until(() -> !system().isRunning(Part.GOODS_SERVICE));
        assertThat(invariants().preparedInGoods()).isEqualTo(1);
        system().start(Part.GOODS_SERVICE);
        holdInvariants();
        assertThat(invariants().stock(9)).isEqualTo(stock);
    }

    /**
     * Red with Seata's own XA connection, which prepares only when Spring closes it: Spring swallows that this fails, and the order
     * is placed without its stock.
     */
    @Test
    void xaBranchIsPreparedBeforeItsServiceAnswers() {
        long stock = invariants().stock(10);
        CompletableFuture<Answer> answer = placeAndHoldAt("goods.after-commit", Mode.XA, new Line(10, 1));

        invariants().cutConnectionsWithOpenChangesInGoods();
        system().faults().release("goods.after-commit");

        assertThat(answer.join().status()).isEqualTo(201);
        holdInvariants();
        assertThat(invariants().stock(10)).isEqualTo(stock - 1);
    }
}
