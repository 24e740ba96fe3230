package com.changgou.goods;

import com.changgou.seata.datasource.GlobalLocks;
import org.apache.seata.spring.annotation.GlobalLock;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads and writes SKUs outside of global transactions, and only where no global transaction is open on them.
 *
 * <p>{@code SELECT … FOR UPDATE} under {@code @GlobalLock} waits until the row is under no global lock, and keeps the row in the
 * database then: no AT branch can be rolled back in between. It is the first statement of its local transaction, always: between two
 * questions Seata goes back to a savepoint, and the database gives the row back only if there was nothing before. Else whoever waits
 * here keeps the row from the very rollback that is waited for; so does an {@code UPDATE} alone, which asks when it is committed.
 */
@Component
class DecidedSkus {

    private final SkuMapper skus;

    DecidedSkus(SkuMapper skus) {
        this.skus = skus;
    }

    /** ms between two questions: each takes three statements and a call to the TC, where a branch that waits makes the call only. */
    private static final int INTERVAL = 25;

    /**
     * The SKU without what undecided transactions have done to it: AT and XA are waited for, what TCC has frozen counts as there.
     * For AT as long as a branch would, some 2 s.
     *
     * @throws UnknownSkuException if there is no such SKU
     * @throws SkuUndecidedException if a transaction stays open on it for longer than is waited for
     */
    @GlobalLock(lockRetryInterval = INTERVAL, lockRetryTimes = 80)
    @Transactional
    public Sku find(long id) {
        return await(id);
    }

    /**
     * Adds pieces. Waits twice as long: it holds nothing meanwhile, and no global transaction stays open for it.
     *
     * @return the SKU with them
     * @throws UnknownSkuException if there is no such SKU
     * @throws SkuUndecidedException if a transaction stays open on it for longer than is waited for
     */
    @GlobalLock(lockRetryInterval = INTERVAL, lockRetryTimes = 160)
    @Transactional
    public Sku restock(long id, int quantity) {
        Sku before = await(id);
        skus.restock(id, quantity);
        return new Sku(id, before.name(), before.price(), before.stock() + quantity);
    }

    private Sku await(long id) {
        try {
            Sku sku = skus.findDecided(id);
            if (sku == null) {
                throw new UnknownSkuException(id);
            }
            return sku;
        } catch (PessimisticLockingFailureException prepared) {
            throw new SkuUndecidedException(id, prepared);
        } catch (DataAccessException failure) {
            throw GlobalLocks.waitedInVain(failure) ? new SkuUndecidedException(id, failure) : failure;
        }
    }
}
