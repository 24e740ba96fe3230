package com.changgou.faultmatrix.check;

import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.check.State.Sku;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/**
 * I7: one piece of every SKU is ordered in each mode. A lock that was leaked is on no list, and shows only when its row is wanted. To
 * be run by the client of the history, so that its orders are promises like all others.
 */
public final class Canary {

    /** As many lines as one order may have. */
    private static final int LINES = 50;

    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(200);

    private final Client client;
    private final String userId;

    /**
     * A canary.
     *
     * @param client who orders
     * @param userId for which customer
     */
    public Canary(Client client, String userId) {
        this.client = client;
        this.userId = userId;
    }

    /** Who orders, as {@link com.changgou.faultmatrix.history.HistoryClient#place} does. */
    @FunctionalInterface
    public interface Client {

        /**
         * Places an order.
         *
         * @param request what to order
         * @param mode the branches of its global transaction
         * @return what came of it
         */
        Outcome place(Request request, Mode mode);
    }

    /**
     * Whether a SKU could be ordered.
     *
     * @param skuId the SKU
     * @param mode in which mode
     * @param passed whether it could
     * @param took how long it was tried
     * @param answer the last outcome
     */
    public record Probe(long skuId, Mode mode, boolean passed, Duration took, String answer) {}

    /**
     * Orders all SKUs at once, until it succeeds or the limit has come. Then each is tried once alone, to name those that are stuck.
     *
     * @param skus what there is; those without a piece for each mode are left out, since nothing could be said of them
     * @param limit for each mode, how long all SKUs at once are tried
     * @return what was found about each SKU in each mode
     */
    public List<Probe> run(List<Sku> skus, Duration limit) {
        List<Long> full = skus.stream()
                .filter(sku -> sku.stock() >= Mode.values().length)
                .map(Sku::id)
                .toList();
        List<Probe> probes = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            for (int from = 0; from < full.size(); from += LINES) {
                List<Long> together = full.subList(from, Math.min(from + LINES, full.size()));
                List<Probe> tried = order(together, mode, limit);
                probes.addAll(tried.get(0).passed() ? tried : eachAlone(together, mode, tried));
            }
        }
        return probes;
    }

    /** Where none is stuck alone, it stays with all of them: they were not usable in time. */
    private List<Probe> eachAlone(List<Long> skus, Mode mode, List<Probe> together) {
        List<Probe> alone = skus.stream()
                .flatMap(sku -> order(List.of(sku), mode, Duration.ZERO).stream())
                .toList();
        return alone.stream().allMatch(Probe::passed) ? together : alone;
    }

    private List<Probe> order(List<Long> skus, Mode mode, Duration limit) {
        Request request =
                new Request(userId, skus.stream().map(sku -> new Line(sku, 1)).toList());
        long begin = System.nanoTime();
        Outcome outcome = client.place(request, mode);
        if (!(outcome instanceof Ok) && !limit.isZero()) {
            outcome = again(request, mode, limit, outcome);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        boolean passed = outcome instanceof Ok;
        String answer = outcome.toString();
        return skus.stream()
                .map(sku -> new Probe(sku, mode, passed, took, answer))
                .toList();
    }

    /** In the caller's thread: an order that is being placed is not cut off by the limit. */
    private Outcome again(Request request, Mode mode, Duration limit, Outcome first) {
        AtomicReference<Outcome> last = new AtomicReference<>(first);
        try {
            await("a canary")
                    .atMost(limit)
                    .pollInSameThread()
                    .pollInterval(BETWEEN_ORDERS)
                    .until(() -> {
                        last.set(client.place(request, mode));
                        return last.get() instanceof Ok;
                    });
        } catch (ConditionTimeoutException stuck) {
            // The last outcome says so.
        }
        return last.get();
    }
}
