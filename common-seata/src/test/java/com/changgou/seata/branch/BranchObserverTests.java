package com.changgou.seata.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.branch.BranchListener.Branch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.seata.core.exception.RmTransactionException;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.DefaultResourceManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BranchObserverTests {

    private static final Branch BRANCH = new Branch(BranchType.AT, "x", 7, "orders");

    private final List<String> heard = new ArrayList<>();
    private final BranchListeners.Registration registration = BranchListeners.add(new BranchListener() {

        @Override
        public void registered(Branch branch, Duration took) {
            heard.add("registered " + branch);
        }

        @Override
        public void refused(String xid, BranchType type, TransactionException failure, Duration took) {
            heard.add("refused " + xid + " " + failure.getCode());
        }

        @Override
        public void ending(Branch branch) {
            heard.add("ending " + branch);
        }

        @Override
        public void ended(Branch branch, BranchStatus status, Duration took) {
            heard.add(status + " " + branch);
        }

        @Override
        public void failed(String xid, long id) {
            heard.add("failed " + xid + " " + id);
        }
    });

    @AfterEach
    void removeListener() {
        registration.close();
    }

    /** Red when Seata's loader takes its own: nothing would be heard, and nothing would say so. */
    @Test
    void seataLoadsTheObservedManagers() {
        SeataTestEnvironment.give();
        DefaultResourceManager managers = DefaultResourceManager.get();

        assertThat(managers.getResourceManager(BranchType.AT)).isInstanceOf(ObservedAtManager.class);
        assertThat(managers.getResourceManager(BranchType.XA)).isInstanceOf(ObservedXaManager.class);
        assertThat(managers.getResourceManager(BranchType.TCC)).isInstanceOf(ObservedTccManager.class);
    }

    @Test
    void everyStepIsHeardOf() throws TransactionException {
        assertThat(BranchObserver.register(BranchType.AT, "orders", "x", () -> 7L))
                .isEqualTo(7);
        assertThat(BranchObserver.end(BranchType.AT, "orders", "x", 7, () -> BranchStatus.PhaseTwo_Rollbacked))
                .isEqualTo(BranchStatus.PhaseTwo_Rollbacked);

        assertThat(heard).containsExactly("registered " + BRANCH, "ending " + BRANCH, "PhaseTwo_Rollbacked " + BRANCH);
    }

    @Test
    void phaseTwoIsHeardOfBeforeItIsDone() {
        TransactionException failure = new TransactionException("no connection");

        assertThatThrownBy(() -> BranchObserver.end(BranchType.AT, "orders", "x", 7, () -> {
                    assertThat(heard).containsExactly("ending " + BRANCH);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(heard).containsExactly("ending " + BRANCH);
    }

    @Test
    void refusalIsHeardOfAndPasses() {
        TransactionException conflict =
                new RmTransactionException(TransactionExceptionCode.LockKeyConflict, "somebody has it");

        assertThatThrownBy(() -> BranchObserver.register(BranchType.AT, "orders", "x", () -> {
                    throw conflict;
                }))
                .isSameAs(conflict);

        assertThat(heard).containsExactly("refused x LockKeyConflict");
    }

    @Test
    void localRollbackIsHeardOfAndNoOtherReport() {
        BranchObserver.report("x", 7, BranchStatus.PhaseOne_Done);
        BranchObserver.report("x", 8, BranchStatus.PhaseOne_Failed);

        assertThat(heard).containsExactly("failed x 8");
    }

    @Test
    void whoHasGoneHearsNothing() throws TransactionException {
        registration.close();

        BranchObserver.register(BranchType.AT, "orders", "x", () -> 7L);

        assertThat(heard).isEmpty();
    }
}
