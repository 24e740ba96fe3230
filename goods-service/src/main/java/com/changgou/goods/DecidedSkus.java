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

    /**
     * The SKU without what undecided transactions have done to it: AT and XA are waited for, what TCC has frozen counts as there.
     *
     * @throws UnknownSkuException if there is no such SKU
     * @throws SkuUndecidedException if a transaction stays open on it for longer than is waited for
     */
    @GlobalLock
    @Transactional
    public Sku find(long id) {
        return await(id);
    }

    /**
     * Adds pieces. Waits longer than a branch does, and asks less often: nobody waits for this one, and it holds nothing meanwhile.
     *
     * @return the SKU with them
     * @throws UnknownSkuException if there is no such SKU
     * @throws SkuUndecidedException if a transaction stays open on it for longer than is waited for
     */
    @GlobalLock(lockRetryInterval = 20, lockRetryTimes = 250)
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
