package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seata.core.exception.TransactionException;
import io.seata.core.model.BranchType;
import io.seata.server.lock.LockManager;
import io.seata.server.lock.LockerManagerFactory;
import io.seata.server.session.BranchSession;
import io.seata.server.storage.file.lock.FileLockManager;
import io.seata.server.store.StoreConfig;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant: a branch that is refused one row keeps no row. */
class AllOrNothingFileLockManagerTests {

    private static final AtomicLong IDS = new AtomicLong();

    private static LockManager corrected;

    @BeforeAll
    static void letSeataChooseTheLockManagerAsTheServerDoes() {
        SeataEnvironment.install();
        LockerManagerFactory.init(StoreConfig.LockMode.FILE);
        corrected = LockerManagerFactory.getLockManager();
    }

    @AfterEach
    void forgetLocks() throws TransactionException {
        corrected.cleanAllLocks();
    }

    @Test
    void seataPrefersTheCorrectedManager() {
        assertThat(corrected).isInstanceOf(AllOrNothingFileLockManager.class);
    }

    @Test
    void secondRowIsFreeAfterAConflictOnTheFirst() throws TransactionException {
        assertThat(row2IsFreeAfterConflictOnRow1(corrected)).isTrue();
    }

    @Test
    void stockManagerLeaksTheSecondRow() throws TransactionException {
        assertThat(row2IsFreeAfterConflictOnRow1(new FileLockManager())).isFalse();
    }

    @Test
    void keepsBothRowsWhenNothingConflicts() throws TransactionException {
        assertThat(corrected.acquireLock(branch("tb_sku:1,2"), false, false)).isTrue();
        assertThat(corrected.acquireLock(branch("tb_sku:1"), true, false)).isFalse();
        assertThat(corrected.acquireLock(branch("tb_sku:2"), true, false)).isFalse();
    }

    private static boolean row2IsFreeAfterConflictOnRow1(LockManager manager) throws TransactionException {
        assertThat(manager.acquireLock(branch("tb_sku:1"), false, false)).isTrue();
        // autoCommit = false: the branch's local transaction is explicit, as under @Transactional
        assertThat(manager.acquireLock(branch("tb_sku:1,2"), false, false)).isFalse();
        return manager.acquireLock(branch("tb_sku:2"), false, false);
    }

    private static BranchSession branch(String lockKey) {
        long id = IDS.incrementAndGet();
        BranchSession branch = new BranchSession();
        branch.setBranchType(BranchType.AT);
        branch.setXid("127.0.0.2:8091:" + id);
        branch.setTransactionId(id);
        branch.setBranchId(id);
        branch.setResourceId("jdbc:mysql://127.0.0.1:3316/goods");
        branch.setLockKey(lockKey);
        return branch;
    }
}
