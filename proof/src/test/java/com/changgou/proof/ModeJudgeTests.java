package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.proof.Coordinator.Branch;
import com.changgou.proof.Coordinator.LockedRow;
import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.FenceState;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.Traces;
import com.changgou.proof.Evidence.UndoneRow;
import com.changgou.proof.Proof.Finding;
import com.changgou.proof.Proof.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of TCC, XA and mixed branches: what proves them, and that evidence which lacks one thing is refused. */
class ModeJudgeTests {

    private static final String GOODS = "jdbc:mysql://127.0.0.1:3317/goods";
    private static final String ORDERS = "jdbc:mysql://127.0.0.1:3316/orders";
    private static final Map<String, String> TEN = Map.of("id", "1", "stock", "10", "frozen", "0");
    private static final Map<String, String> RESERVED = Map.of("id", "1", "stock", "8", "frozen", "2");
    private static final Map<String, String> EIGHT = Map.of("id", "1", "stock", "8", "frozen", "0");
    private static final Map<String, String> PENDING = Map.of("id", "o1", "status", "PENDING");
    private static final Map<String, String> PLACED = Map.of("id", "o1", "status", "PLACED");
    private static final List<RowViews> TCC_COMMITTED =
            List.of(sku(TEN, RESERVED, RESERVED, EIGHT), order(PENDING, PENDING, PLACED));
    private static final List<RowViews> XA_COMMITTED =
            List.of(sku(TEN, TEN, EIGHT, EIGHT), order(null, PLACED, PLACED));

    private final Branch tccOrder = new Branch(2, "pending-order", "TCC");
    private final Branch tccStock = new Branch(1, "stock-reservation", "TCC");
    private final Branch atOrder = new Branch(2, ORDERS, "AT");

    private Expectation expected = Expectation.COMMIT;

    @Nested
    class OfTcc {

        private List<Branch> branches = List.of(tccStock, tccOrder);
        private List<FenceRow> fence = List.of(stock(FenceState.TRIED), order(FenceState.TRIED));

        @Test
        void commit() {
            assertThat(judge(FenceState.CONFIRMED, TCC_COMMITTED).verdict()).isEqualTo(Verdict.COMMITTED);
        }

        @Test
        void rollback() {
            expected = Expectation.ROLLBACK;
            Proof proof = judge(
                    FenceState.CANCELLED,
                    List.of(sku(TEN, RESERVED, RESERVED, TEN), ModeJudgeTests.order(PENDING, PENDING, null)));
            assertThat(proof.verdict()).isEqualTo(Verdict.ROLLED_BACK);
        }

        @Test
        void refusesAReservationThatTheFenceDoesNotKnow() {
            fence = List.of(order(FenceState.TRIED));
            assertNotProven(
                    judge(FenceState.CONFIRMED, TCC_COMMITTED),
                    "goods.tb_sku[1] is covered by no branch of its mode",
                    "goods.tb_sku[1] was changed by no try that the fence knows");
        }

        @Test
        void refusesStockThatIsGoneAndNotFrozen() {
            assertNotProven(
                    judge(
                            FenceState.CONFIRMED,
                            List.of(sku(TEN, EIGHT, EIGHT, EIGHT), ModeJudgeTests.order(PENDING, PENDING, PLACED))),
                    "goods.tb_sku[1] looks as if it were decided");
        }

        @Test
        void refusesStockThatStaysFrozen() {
            assertNotProven(
                    judge(
                            FenceState.CONFIRMED,
                            List.of(
                                    sku(TEN, RESERVED, RESERVED, RESERVED),
                                    ModeJudgeTests.order(PENDING, PENDING, PLACED))),
                    "goods.tb_sku[1] is frozen=2 and should be frozen=0");
        }

        @Test
        void refusesAnOrderThatStaysPending() {
            assertNotProven(
                    judge(
                            FenceState.CONFIRMED,
                            List.of(
                                    sku(TEN, RESERVED, RESERVED, EIGHT),
                                    ModeJudgeTests.order(PENDING, PENDING, PENDING))),
                    "orders.tb_order[o1] is status=PENDING and should be status=PLACED");
        }

        @ParameterizedTest
        @EnumSource(names = {"TRIED", "CANCELLED", "SUSPENDED"})
        void refusesAFenceThatSaysOtherwise(FenceState state) {
            assertNotProven(
                    judge(state, TCC_COMMITTED),
                    "the fence in goods says stock-reservation " + state,
                    "the fence in orders says pending-order " + state);
        }

        @Test
        void refusesAFenceThatHasForgottenATry() {
            fence = List.of(
                    stock(FenceState.TRIED),
                    order(FenceState.TRIED),
                    new FenceRow("orders", 3, "third", FenceState.TRIED));
            assertNotProven(judge(FenceState.CONFIRMED, TCC_COMMITTED), "the fence in orders has forgotten third");
        }

        /** Before the try has committed its branch is registered, and there is nothing to undo. */
        @Test
        void tellsNothingHappenedFromRolledBack() {
            expected = Expectation.ROLLBACK;
            fence = List.of();
            assertThat(judge(FenceState.SUSPENDED, List.of(sku(TEN, TEN, TEN, TEN)))
                            .verdict())
                    .isEqualTo(Verdict.NOTHING_HAPPENED);
        }

        /** Seata would undo what try has written a second time. */
        @Test
        void refusesAnAtBranchFromWithinTry() {
            branches = List.of(tccStock, tccOrder, atOrder);
            assertNotProven(judge(FenceState.CONFIRMED, TCC_COMMITTED), "branches registered at the TC: TCC, TCC, AT");
        }

        private Proof judge(FenceState after, List<RowViews> rows) {
            return ModeJudgeTests.this.judge(
                    Mode.TCC,
                    branches,
                    new Traces(List.of(), List.of(), fence, List.of(), 0),
                    new Traces(List.of(), List.of(), List.of(stock(after), order(after)), List.of(), 0),
                    rows);
        }
    }

    @Nested
    class OfXa {

        private List<PreparedBranch> prepared =
                List.of(new PreparedBranch("goods", "x-1"), new PreparedBranch("orders", "x-2"));
        private List<PreparedBranch> preparedAfter = List.of();

        @Test
        void commit() {
            assertThat(judge(XA_COMMITTED).verdict()).isEqualTo(Verdict.COMMITTED);
        }

        @Test
        void rollback() {
            expected = Expectation.ROLLBACK;
            assertThat(judge(List.of(sku(TEN, TEN, EIGHT, TEN), order(null, PLACED, null)))
                            .verdict())
                    .isEqualTo(Verdict.ROLLED_BACK);
        }

        @Test
        void refusesAChangeThatIsNotPrepared() {
            prepared = prepared.subList(0, 1);
            assertNotProven(
                    judge(XA_COMMITTED), "orders.tb_order[o1] was changed by no branch that its database has prepared");
        }

        @Test
        void refusesAPreparedBranchThatTheTcDoesNotKnow() {
            prepared = List.of(new PreparedBranch("goods", "x-7"), prepared.get(1));
            assertNotProven(
                    judge(XA_COMMITTED), "goods.tb_sku[1] was changed by no branch that its database has prepared");
        }

        @Test
        void refusesAChangeThatOthersCouldRead() {
            assertNotProven(
                    judge(List.of(sku(TEN, EIGHT, EIGHT, EIGHT), order(null, PLACED, PLACED))),
                    "goods.tb_sku[1] could be read before it was decided");
        }

        /** What becomes of a branch whose failure to prepare was swallowed. */
        @Test
        void refusesACommitThatLostABranch() {
            assertNotProven(
                    judge(List.of(sku(TEN, TEN, EIGHT, TEN), order(null, PLACED, PLACED))),
                    "goods.tb_sku[1] is stock=10 and should be stock=8");
        }

        @Test
        void refusesABranchThatStaysPrepared() {
            preparedAfter = prepared.subList(0, 1);
            assertNotProven(judge(XA_COMMITTED), "branches left prepared: 1");
        }

        private Proof judge(List<RowViews> rows) {
            return ModeJudgeTests.this.judge(
                    Mode.XA,
                    List.of(new Branch(1, GOODS + "#xa", "XA"), new Branch(2, ORDERS + "#xa", "XA")),
                    new Traces(List.of(), List.of(), List.of(), prepared, 2),
                    new Traces(List.of(), List.of(), List.of(), preparedAfter, 0),
                    rows);
        }
    }

    @Nested
    class OfMixed {

        private final List<RowViews> committed =
                List.of(sku(TEN, RESERVED, RESERVED, EIGHT), order(PLACED, PLACED, PLACED));
        private List<LockedRow> locks = List.of(new LockedRow("x", 2, ORDERS, "tb_order", "o1"));

        @Test
        void commit() {
            assertThat(judge(List.of(tccStock, atOrder)).verdict()).isEqualTo(Verdict.COMMITTED);
        }

        /** Each database is held to the rules of its own branch. */
        @Test
        void refusesAnOrderWithoutItsGlobalLock() {
            locks = List.of();
            assertNotProven(
                    judge(List.of(tccStock, atOrder)), "orders.tb_order[o1] was changed without its global lock");
        }

        @Test
        void refusesStockUnderAt() {
            assertNotProven(
                    judge(List.of(new Branch(1, GOODS, "AT"), atOrder)),
                    "branches registered at the TC: AT, AT",
                    "goods.tb_sku[1] is covered by no branch of its mode");
        }

        private Proof judge(List<Branch> branches) {
            UndoneRow undo = new UndoneRow("orders", 2, "tb_order", List.of("o1"), null, Map.of("status", "PLACED"));
            return ModeJudgeTests.this.judge(
                    Mode.MIXED,
                    branches,
                    new Traces(List.of(undo), locks, List.of(stock(FenceState.TRIED)), List.of(), 0),
                    new Traces(List.of(), List.of(), List.of(stock(FenceState.CONFIRMED)), List.of(), 0),
                    committed);
        }
    }

    private static FenceRow stock(FenceState state) {
        return new FenceRow("goods", 1, "stock-reservation", state);
    }

    private static FenceRow order(FenceState state) {
        return new FenceRow("orders", 2, "pending-order", state);
    }

    private static RowViews sku(
            Map<String, String> before,
            Map<String, String> between,
            Map<String, String> written,
            Map<String, String> after) {
        return new RowViews("goods", GOODS, "tb_sku", List.of("1"), before, between, written, after);
    }

    private static RowViews order(Map<String, String> between, Map<String, String> written, Map<String, String> after) {
        return new RowViews("orders", ORDERS, "tb_order", List.of("o1"), null, between, written, after);
    }

    private Proof judge(Mode mode, List<Branch> branches, Traces between, Traces after, List<RowViews> rows) {
        return Judge.judge(new Evidence(
                "x", mode, expected, "order.after-insert", 201, "Begin", null, branches, between, after, rows));
    }

    private static void assertNotProven(Proof proof, String... reasons) {
        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.findings()).extracting(Finding::text).contains(reasons);
        assertThat(proof.findings().stream().filter(finding -> !finding.holds()).map(Finding::text))
                .containsExactlyInAnyOrder(reasons);
    }
}
