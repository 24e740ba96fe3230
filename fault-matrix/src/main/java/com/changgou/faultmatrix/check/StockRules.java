package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.Samples.CommittedReads;
import com.changgou.faultmatrix.check.Samples.CommittedStock;
import com.changgou.faultmatrix.check.Samples.StockSeen;
import com.changgou.faultmatrix.check.State.Sku;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** I1, I4 and I8: the pieces of each SKU, at the end and on the way. */
final class StockRules {

    private StockRules() {}

    static void addsUp(Run run, Violations violations) {
        Map<Long, Integer> expected = held(run.before);
        run.samples.delivered().forEach((sku, pieces) -> expected.merge(sku, pieces, Integer::sum));
        Map<Long, Integer> found = held(run.now);
        expected.forEach((sku, pieces) ->
                violations.requireEqual("tb_sku " + sku, pieces + " pieces", found.get(sku) + " pieces"));
        found.keySet().stream()
                .filter(sku -> !expected.containsKey(sku))
                .forEach(sku -> violations.add("tb_sku " + sku, "no such SKU", found.get(sku) + " pieces"));
    }

    /** What there is, and what the placed orders took. */
    private static Map<Long, Integer> held(State state) {
        Map<Long, Integer> held = new TreeMap<>();
        state.goods().skus().forEach(sku -> held.merge(sku.id(), sku.stock() + sku.frozen(), Integer::sum));
        Run.sold(state).forEach((sku, pieces) -> held.merge(sku, pieces, Integer::sum));
        return held;
    }

    static void neverNegative(Run run, Violations violations) {
        run.now
                .goods()
                .skus()
                .forEach(sku -> notNegative(violations, "at the end", sku.id(), sku.stock(), sku.frozen()));
        for (StockSeen seen : run.samples.stock()) {
            notNegative(violations, "at " + seen.at(), seen.skuId(), seen.stock(), seen.frozen());
        }
    }

    private static void notNegative(Violations violations, String when, long sku, int stock, int frozen) {
        violations.require(
                stock >= 0 && frozen >= 0,
                "tb_sku " + sku + " " + when,
                "stock and frozen not below 0",
                "stock " + stock + ", frozen " + frozen);
    }

    /**
     * Orders only take: where nothing was delivered, each committed read shows no more than one that had ended before it began, and
     * no less than there is at the end. One that showed less has seen an order that is gone.
     */
    static void committedReadsStay(Run run, Violations violations) {
        CommittedReads reads = run.samples.committed().orElseThrow();
        for (String orderId : reads.orderIds()) {
            violations.require(
                    run.placedOrderIds.contains(orderId),
                    "order " + orderId,
                    "placed, as a committed read has seen it",
                    "no such order");
        }
        Map<Long, Sku> skus =
                run.now.goods().skus().stream().collect(Collectors.toMap(Sku::id, sku -> sku, (one, other) -> one));
        Run.by(reads.stock(), CommittedStock::skuId).forEach((skuId, ofSku) -> {
            Sku atTheEnd = skus.get(skuId);
            if (atTheEnd != null && !run.samples.delivered().containsKey(skuId)) {
                int least = atTheEnd.stock() + atTheEnd.frozen();
                ofSku.forEach(read -> violations.require(
                        read.stock() >= least, subject(read), "at least the " + least + " of the end", read.stock()));
                neverRise(ofSku, violations);
            }
        });
    }

    private static void neverRise(List<CommittedStock> reads, Violations violations) {
        List<CommittedStock> byBegin = reads.stream()
                .sorted(Comparator.comparing(CommittedStock::from))
                .toList();
        PriorityQueue<CommittedStock> running = new PriorityQueue<>(Comparator.comparing(CommittedStock::to));
        CommittedStock least = null;
        for (CommittedStock read : byBegin) {
            Instant begin = read.from();
            while (!running.isEmpty() && running.peek().to().isBefore(begin)) {
                CommittedStock ended = running.poll();
                least = least == null || ended.stock() < least.stock() ? ended : least;
            }
            if (least != null && read.stock() > least.stock()) {
                violations.add(subject(least), "at least the " + read.stock() + " seen at " + begin, least.stock());
            }
            running.add(read);
        }
    }

    private static String subject(CommittedStock read) {
        return "committed read of SKU " + read.skuId() + " at " + read.from();
    }
}
