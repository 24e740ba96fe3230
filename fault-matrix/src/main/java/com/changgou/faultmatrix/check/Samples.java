package com.changgou.faultmatrix.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was seen beside the history and the end: by probes while the faults were going on, and from the frames between the TC and its
 * clients. What is not handed in is not judged, and the report says so.
 *
 * @param stock reads of stock at any time, of any isolation
 * @param committed reads that promise to show nothing that is undone later
 * @param canaries what {@link Canary} has found; empty where it has not run
 * @param foreignXids how many requests without an XID met one on their thread; empty where nobody has counted
 * @param outcomes how the TC has decided, by XID, as far as its frames were seen
 * @param delivered pieces that came from outside, by SKU
 * @param branches how many branches were registered; empty where nobody has counted
 */
public record Samples(
        List<StockSeen> stock,
        Optional<CommittedReads> committed,
        Optional<List<Canary.Probe>> canaries,
        OptionalLong foreignXids,
        Map<String, Decision> outcomes,
        Map<Long, Integer> delivered,
        OptionalLong branches) {

    /** Nothing was seen. */
    public static final Samples NONE = new Samples(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Map.of(),
            Map.of(),
            OptionalLong.empty());

    /** How a global transaction was decided. */
    public enum Decision {
        /** The TC had it committed. */
        COMMITTED,
        /** The TC had it undone. */
        ROLLED_BACK
    }

    /**
     * A row of stock at one moment.
     *
     * @param at when it was read
     * @param skuId the SKU
     * @param stock pieces that could be ordered
     * @param frozen pieces that TCC had taken out; 0 where the read does not show them
     */
    public record StockSeen(Instant at, long skuId, int stock, int frozen) {}

    /**
     * What committed reads saw.
     *
     * @param stock answers of {@code GET /skus/{id}?isolation=committed}
     * @param orderIds orders that were shown as decided
     */
    public record CommittedReads(List<CommittedStock> stock, List<String> orderIds) {}

    /**
     * An answer to a committed read of stock.
     *
     * @param from when it was asked for
     * @param to when it came
     * @param skuId the SKU
     * @param stock pieces, those that TCC holds frozen among them
     */
    public record CommittedStock(Instant from, Instant to, long skuId, int stock) {}
}
