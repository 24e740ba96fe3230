package com.changgou.seata.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.seata.SeataTestEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Without a TC: whatever is sent to it fails. */
class ObservedAtManagerTests {

    private final List<String> heard = new ArrayList<>();

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    /** The local commit may stand: only its answer was lost. */
    @Test
    void theTcIsNotToldThatPhaseOneHasFailed() throws TransactionException {
        BranchListener listener = new BranchListener() {
            @Override
            public void failed(String xid, long id) {
                heard.add("failed " + xid + " " + id);
            }
        };
        BranchListeners.Registration registration = BranchListeners.add(listener);
        try {
            report(BranchStatus.PhaseOne_Failed);
        } finally {
            registration.close();
        }
        assertThat(heard).containsExactly("failed x 7");
    }

    @Test
    void everyOtherReportIsSent() {
        assertThatThrownBy(() -> report(BranchStatus.PhaseOne_Done)).isInstanceOf(Exception.class);
    }

    private static void report(BranchStatus status) throws TransactionException {
        new ObservedAtManager().branchReport(BranchType.AT, "x", 7, status, null);
    }
}
