package com.changgou.goods;

import com.changgou.seata.datasource.GlobalLocks;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stock of all SKUs; never below 0. Each mode makes its own local transaction and calls what it needs in here.
 *
 * <p>One statement takes all rows, and so one undo image puts them back: every mode locks the rows in the order of the primary key,
 * so neither two deductions nor a deduction and a rollback can deadlock. (Seata undoes statements last to first.)
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Stock {

    private static final String TABLE = "tb_sku";

    private final SkuMapper skus;
    private final GlobalLocks globalLocks;

    Stock(SkuMapper skus, GlobalLocks globalLocks) {
        this.skus = skus;
        this.globalLocks = globalLocks;
    }

    /**
     * Takes every line out of stock or none.
     *
     * @param command what to take
     * @return the lines with their prices
     * @throws UnknownSkuException if there is no such SKU
     * @throws InsufficientStockException if one line wants more than there is
     * @throws OptimisticLockingFailureException if stock went between the look and the deduction: worth another look
     */
    public List<PricedLine> take(DeductStock command) {
        return take(command, skus::deduct);
    }

    private List<PricedLine> take(DeductStock command, ToIntFunction<List<DeductStock.Line>> statement) {
        List<DeductStock.Line> lines = command.lines();
        Map<Long, Sku> found = look(lines);
        // First, since its undo comes last: who tries again while the first attempt is undone waits here, and holds no
        // row.
        skus.writeJournal(command.requestId(), lines);
        if (statement.applyAsInt(lines) < lines.size()) {
            throw new OptimisticLockingFailureException("Stock went while it was being deducted: " + lines);
        }
        return priced(lines, found);
    }

    /**
     * Takes every line out of stock or none, and keeps it as frozen until it is used up or given back.
     *
     * @param command what to freeze
     * @return the lines with their prices
     * @throws UnknownSkuException if there is no such SKU
     * @throws InsufficientStockException if one line wants more than there is
     * @throws OptimisticLockingFailureException if stock went between the look and the deduction
     */
    public List<PricedLine> freeze(DeductStock command) {
        return take(command, skus::freeze);
    }

    /**
     * Uses up what was frozen.
     *
     * @param command what was frozen
     */
    public void useUpFrozen(DeductStock command) {
        requireAll(command, skus.removeFrozen(command.lines()));
    }

    /**
     * Gives back what was frozen.
     *
     * @param command what was frozen
     */
    public void unfreeze(DeductStock command) {
        requireAll(command, skus.giveBackFrozen(command.lines()));
        skus.deleteJournal(command.requestId());
    }

    /**
     * Locks the rows for what is no AT branch, and waits until no AT branch can undo them any more: an AT rollback would find a row
     * dirty that somebody else has written.
     *
     * @param command whose rows
     * @throws org.springframework.dao.QueryTimeoutException if one stays under a global lock
     * @throws com.changgou.seata.outcome.CoordinatorUnavailableException if the TC does not answer
     */
    public void lock(DeductStock command) {
        List<Long> locked = skus.lock(skuIds(command.lines()));
        if (!locked.isEmpty()) {
            globalLocks.requireFree(TABLE, locked);
        }
    }

    /** Who wants more than there is waits for no lock. */
    private Map<Long, Sku> look(List<DeductStock.Line> lines) {
        Map<Long, Sku> found = skus.findAll(skuIds(lines));
        for (DeductStock.Line line : lines) {
            Sku sku = found.get(line.skuId());
            if (sku == null) {
                throw new UnknownSkuException(line.skuId());
            }
            if (sku.stock() < line.quantity()) {
                throw new InsufficientStockException(sku.id(), line.quantity(), sku.stock());
            }
        }
        return found;
    }

    private static void requireAll(DeductStock command, int changed) {
        if (changed < command.lines().size()) {
            throw new IllegalStateException("Less is frozen than was frozen for request " + command.requestId());
        }
    }

    private static List<Long> skuIds(List<DeductStock.Line> lines) {
        return lines.stream().map(DeductStock.Line::skuId).toList();
    }

    private static List<PricedLine> priced(List<DeductStock.Line> lines, Map<Long, Sku> found) {
        return lines.stream()
                .map(line -> new PricedLine(
                        line.skuId(), line.quantity(), found.get(line.skuId()).price()))
                .toList();
    }
}
