package com.changgou.seata.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.seata.branch.BranchListener.Branch;
import com.changgou.seata.global.GlobalListener.End;
import com.changgou.seata.status.OpenBranches.OpenBranch;
import com.changgou.seata.status.OpenBranches.OpenTransaction;
import java.time.Duration;
import java.util.List;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.junit.jupiter.api.Test;

/** Invariant: a global transaction is listed until this process has nothing to do with it any more, and the list ends somewhere. */
class OpenBranchesTests {

    private static final Duration TOOK = Duration.ofMillis(1);

    private final OpenBranches open = new OpenBranches();

    @Test
    void ownTransactionIsOpenUntilTheTcHasSaidHowItEnds() {
        open.begun("x", "order", TOOK);

        assertThat(open.all()).singleElement().satisfies(transaction -> {
            assertThat(transaction.xid()).isEqualTo("x");
            assertThat(transaction.name()).isEqualTo("order");
            assertThat(transaction.undecided()).isTrue();
        });

        open.ended("x", End.COMMIT, GlobalStatus.Committed, TOOK);
        assertThat(open.all()).isEmpty();
    }

    @Test
    void unansweredEndLeavesItOpen() {
        open.begun("x", "order", TOOK);
        open.notEnded("x", End.COMMIT, new IllegalStateException(), TOOK);

        assertThat(xids()).containsExactly("x");
    }

    @Test
    void decidedTransactionStaysWhileABranchWaitsForPhaseTwo() {
        open.begun("x", "order", TOOK);
        open.registered(branch("x", 1), TOOK);
        open.ended("x", End.COMMIT, GlobalStatus.Committed, TOOK);

        assertThat(open.all()).singleElement().satisfies(transaction -> {
            assertThat(transaction.undecided()).isFalse();
            assertThat(transaction.branches()).containsExactly(new OpenBranch(BranchType.AT, 1, "orders"));
        });

        open.ended(branch("x", 1), BranchStatus.PhaseTwo_Committed, TOOK);
        assertThat(open.all()).isEmpty();
    }

    @Test
    void phaseTwoBeforeTheAnswerLeavesItUndecided() {
        open.begun("x", "order", TOOK);
        open.registered(branch("x", 1), TOOK);
        open.ended(branch("x", 1), BranchStatus.PhaseTwo_Rollbacked, TOOK);

        assertThat(open.all()).singleElement().satisfies(transaction -> {
            assertThat(transaction.undecided()).isTrue();
            assertThat(transaction.branches()).isEmpty();
        });
    }

    @Test
    void foreignTransactionIsOpenUntilItsLastBranchHasEnded() {
        open.registered(branch("x", 1), TOOK);
        open.registered(branch("x", 2), TOOK);
        open.ended(branch("x", 1), BranchStatus.PhaseTwo_Rollbacked, TOOK);

        assertThat(open.all()).singleElement().satisfies(transaction -> {
            assertThat(transaction.name()).isNull();
            assertThat(transaction.undecided()).isFalse();
            assertThat(transaction.branches()).extracting(OpenBranch::id).containsExactly(2L);
        });

        open.ended(branch("x", 2), BranchStatus.PhaseTwo_Rollbacked, TOOK);
        assertThat(open.all()).isEmpty();
    }

    @Test
    void branchThatPhaseTwoComesBackForStays() {
        open.registered(branch("x", 1), TOOK);
        open.ended(branch("x", 1), BranchStatus.PhaseTwo_RollbackFailed_Retryable, TOOK);
        assertThat(xids()).containsExactly("x");

        open.ended(branch("x", 1), BranchStatus.PhaseTwo_RollbackFailed_Unretryable, TOOK);
        assertThat(xids()).isEmpty();
    }

    @Test
    void branchThatWasRolledBackLocallyIsOver() {
        open.registered(branch("x", 1), TOOK);
        open.failed("x", 1);

        assertThat(open.all()).isEmpty();
    }

    @Test
    void oldestAreForgottenWhereThereAreTooMany() {
        for (int i = 0; i <= OpenBranches.AT_MOST; i++) {
            open.registered(branch("x" + i, i), TOOK);
        }

        assertThat(xids()).hasSize(OpenBranches.AT_MOST).startsWith("x1").endsWith("x" + OpenBranches.AT_MOST);
    }

    private List<String> xids() {
        return open.all().stream().map(OpenTransaction::xid).toList();
    }

    private static Branch branch(String xid, long id) {
        return new Branch(BranchType.AT, xid, id, "orders");
    }
}
