package com.changgou.goods;

import java.util.Comparator;
import java.util.List;
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
     * Deducts every line or none. Rows are locked in the order of their SKU ids, so that no two deductions can deadlock.
     * (A rollback undoes in reverse order: when it meets a deduction, one of them gives way and is repeated or refused.)
     */
    @Transactional
    public List<PricedLine> deduct(DeductStock command) {
        List<DeductStock.Line> lines = command.lines().stream()
                .sorted(Comparator.comparingLong(DeductStock.Line::skuId))
                .toList();
        List<PricedLine> taken = lines.stream().map(this::deduct).toList();
        skus.writeJournal(command.requestId(), lines);
        return taken;
    }

    private PricedLine deduct(DeductStock.Line line) {
        boolean enough = skus.deduct(line.skuId(), line.quantity()) == 1;
        Sku sku = skus.find(line.skuId());
        if (sku == null) {
            throw new UnknownSkuException(line.skuId());
        }
        if (!enough) {
            throw new InsufficientStockException(sku.id(), line.quantity(), skus.currentStock(sku.id()));
        }
        return new PricedLine(sku.id(), line.quantity(), sku.price());
    }
}
