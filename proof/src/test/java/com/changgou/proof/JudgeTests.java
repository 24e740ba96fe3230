package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.proof.Coordinator.Branch;
import com.changgou.proof.Coordinator.LockedRow;
import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.Traces;
import com.changgou.proof.Evidence.UndoneRow;
import com.changgou.proof.Proof.Finding;
import com.changgou.proof.Proof.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule of the proof, and that evidence which breaks it is refused, whatever Seata or HTTP said. */
class JudgeTests {

    private static final String GOODS = "jdbc:mysql://127.0.0.1:3317/goods";
    private static final String ORDERS = "jdbc:mysql://127.0.0.1:3316/orders";
    private static final Map<String, String> TEN = Map.of("id", "1", "stock", "10");
    private static final Map<String, String> EIGHT = Map.of("id", "1", "stock", "8");
    private static final Map<String, String> ORDER = Map.of("id", "o1", "total", "20");

    private Expectation expected = Expectation.ROLLBACK;
    private String pausedAt = "order.after-insert";
    private String statusAfter;
    private List<Branch> branches = List.of(new Branch(1, GOODS, "AT"), new Branch(2, ORDERS, "AT"));
    private List<UndoneRow> undo = List.of(
            new UndoneRow("goods", 1, "tb_sku", List.of("1"), Map.of("stock", "10"), Map.of("stock", "8")),
            new UndoneRow("orders", 2, "tb_order", List.of("o1"), null, Map.of("total", "20")));
    private List<LockedRow> locks =
            List.of(new LockedRow("x", 1, GOODS, "tb_sku", "1"), new LockedRow("x", 2, ORDERS, "tb_order", "o1"));
    private List<LockedRow> locksAfter = List.of();
    private List<UndoneRow> undoAfter = List.of();
    private Map<String, String> stockAfter = TEN;
    private Map<String, String> orderAfter;

    @Test
    void provesARollback() {
        assertThat(verdict()).isEqualTo(Verdict.ROLLED_BACK);
    }

    @Test
    void provesACommit() {
        expectCommit();
        assertThat(verdict()).isEqualTo(Verdict.COMMITTED);
    }

    /** What Seata calls Rollbacked when the XID was lost. */
    @Test
    void refusesARollbackWithoutBranches() {
        branches = List.of();
        assertNotProven("branches registered at the TC: none");
    }

    @Test
    void refusesAChangeWithoutBranch() {
        branches = List.of(new Branch(2, ORDERS, "AT"));
        assertNotProven("goods.tb_sku[1] is covered by no branch of its mode");
    }

    @Test
    void refusesABranchThatIsNotOfTheMode() {
        branches = List.of(new Branch(1, GOODS, "AT"), new Branch(2, ORDERS, "AT"), new Branch(3, ORDERS, "AT"));
        assertNotProven("branches registered at the TC: AT, AT, AT");
    }

    @Test
    void refusesAChangeWithoutUndoImage() {
        undo = undo.subList(1, 2);
        assertNotProven("goods.tb_sku[1] has no undo image that agrees with it");
    }

    @Test
    void refusesAnUndoImageOfOtherValues() {
        undo = List.of(
                new UndoneRow("goods", 1, "tb_sku", List.of("1"), Map.of("stock", "11"), Map.of("stock", "8")),
                undo.get(1));
        assertNotProven("goods.tb_sku[1] has no undo image that agrees with it");
    }

    @Test
    void refusesAChangeWithoutGlobalLock() {
        locks = locks.subList(0, 1);
        assertNotProven("orders.tb_order[o1] was changed without its global lock");
    }

    @Test
    void refusesARowThatDidNotComeBack() {
        stockAfter = EIGHT;
        assertNotProven("goods.tb_sku[1] is stock=8 and should be stock=10");
    }

    @Test
    void refusesAnOrderThatStayed() {
        orderAfter = ORDER;
        assertNotProven("orders.tb_order[o1] is present and should be absent");
    }

    @Test
    void refusesACommitThatLostItsOrder() {
        expectCommit();
        orderAfter = null;
        assertNotProven("orders.tb_order[o1] is absent and should be present");
    }

    @Test
    void refusesALockThatStayed() {
        locksAfter = locks.subList(0, 1);
        assertNotProven("global locks listed at the TC: 1");
    }

    @Test
    void refusesAnUndoLogThatStayed() {
        undoAfter = undo.subList(0, 1);
        assertNotProven("undo log rows left: 1");
    }

    @Test
    void refusesATransactionThatIsNotOver() {
        statusAfter = "RollbackRetrying";
        assertNotProven("the TC still has the transaction, as RollbackRetrying");
    }

    @Test
    void refusesWhatNobodySawInBetween() {
        pausedAt = null;
        assertNotProven("no view in between was recorded: place the order with ./demo order");
    }

    @Test
    void tellsNothingHappenedFromRolledBack() {
        branches = List.of();
        undo = List.of();
        locks = List.of();
        Evidence evidence = evidence(List.of(new RowViews("goods", GOODS, "tb_sku", List.of("1"), TEN, TEN, TEN, TEN)));
        assertThat(Judge.judge(evidence).verdict()).isEqualTo(Verdict.NOTHING_HAPPENED);
    }

    /** An AT branch has written something: that nothing of it was seen is no proof that nothing was there. */
    @Test
    void refusesARollbackOfABranchWhoseChangesNobodySaw() {
        undo = List.of();
        locks = List.of();
        Evidence evidence = evidence(List.of(new RowViews("goods", GOODS, "tb_sku", List.of("1"), TEN, TEN, TEN, TEN)));
        assertThat(Judge.judge(evidence).verdict()).isEqualTo(Verdict.NOT_PROVEN);
    }

    @Test
    void findsTheLockOfACompositeKeyInEitherOrder() {
        RowViews line = new RowViews("orders", ORDERS, "tb_order_line", List.of("o1", "7"), null, ORDER, ORDER, null);
        assertThat(line.isLockedBy(new LockedRow("x", 2, ORDERS, "tb_order_line", "7_o1")))
                .isTrue();
        assertThat(line.isLockedBy(new LockedRow("x", 2, ORDERS, "tb_order_line", "o1_7")))
                .isTrue();
        assertThat(line.isLockedBy(new LockedRow("x", 2, ORDERS, "tb_order_line", "o1_8")))
                .isFalse();
    }

    private void expectCommit() {
        expected = Expectation.COMMIT;
        stockAfter = EIGHT;
        orderAfter = ORDER;
    }

    private void assertNotProven(String reason) {
        Proof proof = Judge.judge(evidence(rows()));
        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.findings()).contains(new Finding(false, reason));
    }

    private Verdict verdict() {
        return Judge.judge(evidence(rows())).verdict();
    }

    private List<RowViews> rows() {
        return List.of(
                new RowViews("goods", GOODS, "tb_sku", List.of("1"), TEN, EIGHT, EIGHT, stockAfter),
                new RowViews("orders", ORDERS, "tb_order", List.of("o1"), null, ORDER, ORDER, orderAfter));
    }

    private Evidence evidence(List<RowViews> rows) {
        return new Evidence(
                "x",
                Mode.AT,
                expected,
                pausedAt,
                500,
                "Begin",
                statusAfter,
                branches,
                new Traces(undo, locks, List.of(), List.of(), 0),
                new Traces(undoAfter, locksAfter, List.of(), List.of(), 0),
                rows);
    }
}
