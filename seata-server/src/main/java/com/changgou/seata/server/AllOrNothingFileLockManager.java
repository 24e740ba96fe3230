package com.changgou.seata.server;

import io.seata.common.loader.LoadLevel;
import io.seata.core.lock.Locker;
import io.seata.core.lock.RowLock;
import io.seata.server.session.BranchSession;
import io.seata.server.storage.file.lock.FileLockManager;
import io.seata.server.storage.file.lock.FileLocker;
import java.util.List;

/**
 * File lock manager under which a branch gets all of its row locks or keeps none.
 *
 * <p>The stock one releases what it took when a row conflicts, but goes on and takes the rows after it when the local
 * transaction is explicit. Nobody releases those: the rows stay locked for good (upstream #6932, #6935, fixed in 2.3).
 * The higher order makes Seata's service loader prefer this manager over the stock one of the same name.
 */
@LoadLevel(name = "file", order = 1)
public final class AllOrNothingFileLockManager extends FileLockManager {

    @Override
    public Locker getLocker(BranchSession branchSession) {
        return new AllOrNothingFileLocker(branchSession);
    }

    private static final class AllOrNothingFileLocker extends FileLocker {

        AllOrNothingFileLocker(BranchSession branchSession) {
            super(branchSession);
        }

        @Override
        public boolean acquireLock(List<RowLock> rows, boolean autoCommit, boolean skipCheckLock) {
            boolean acquired = false;
            try {
                acquired = super.acquireLock(rows, autoCommit, skipCheckLock);
                return acquired;
            } finally {
                if (!acquired) {
                    releaseLock(rows);
                }
            }
        }
    }
}
