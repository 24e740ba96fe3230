package com.changgou.goods;

import java.util.List;
import java.util.Map;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The stock of all SKUs; never below 0. */
@Component
class Stock {

    private final SkuMapper skus;

    Stock(SkuMapper skus) {
        this.skus = skus;
    }

    /**
     * Deducts every line or none. One statement takes all rows, and so one undo image puts them back: both lock the rows in the
     * order of the primary key, so neither two deductions nor a deduction and a rollback can deadlock. (Seata undoes statements
     * last to first.) Stock that goes between the look and the deduction is looked at again, in a new local transaction.
     *
     * @throws UnknownSkuException if there is no such SKU
     * @throws InsufficientStockException if one line wants more than there is
     */
    @Retryable(includes = OptimisticLockingFailureException.class, delay = 0)
    @Transactional
    public List<PricedLine> deduct(DeductStock command) {
        List<DeductStock.Line> lines = command.lines();
        Map<Long, Sku> found =
                skus.findAll(lines.stream().map(DeductStock.Line::skuId).toList());
        lines.forEach(line -> requireEnough(line, found));
        if (skus.deduct(lines) < lines.size()) {
            throw new OptimisticLockingFailureException("Stock went while it was being deducted: " + lines);
        }
        skus.writeJournal(command.requestId(), lines);
        return lines.stream()
                .map(line -> new PricedLine(
                        line.skuId(), line.quantity(), found.get(line.skuId()).price()))
                .toList();
    }

    /** Who wants more than there is waits for no lock. */
    private static void requireEnough(DeductStock.Line line, Map<Long, Sku> found) {
        Sku sku = found.get(line.skuId());
        if (sku == null) {
            throw new UnknownSkuException(line.skuId());
        }
        if (sku.stock() < line.quantity()) {
            throw new InsufficientStockException(sku.id(), line.quantity(), sku.stock());
        }
    }
}
