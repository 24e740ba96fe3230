package com.changgou.seata.branch;

import java.time.Duration;
import org.apache.seata.core.model.BranchStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line that a branch was not rolled back and never will be: somebody has changed its rows past the global locks, and the
 * TC does not ask again. Seata says so too, among everything that it does try again.
 */
final class RollbackAlarm implements BranchListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RollbackAlarm.class);

    private final String runbook;
    private final BranchListeners.Registration registration;

    RollbackAlarm(String runbook) {
        this.runbook = runbook;
        this.registration = BranchListeners.add(this);
    }

    @Override
    public void ended(Branch branch, BranchStatus status, Duration took) {
        if (status == BranchStatus.PhaseTwo_RollbackFailed_Unretryable) {
            log.error(
                    "ROLLBACK FAILED, repair by hand: global transaction {}, {} branch {}, resource {}. See {}",
                    branch.xid(),
                    branch.type(),
                    branch.id(),
                    branch.resourceId(),
                    runbook);
        }
    }

    @Override
    public void close() {
        registration.close();
    }
}
