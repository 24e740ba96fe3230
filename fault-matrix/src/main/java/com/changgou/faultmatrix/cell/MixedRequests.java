package com.changgou.faultmatrix.cell;

import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Requests of every kind that these services answer in a way of its own, good and bad, in turn. */
final class MixedRequests {

    private static final int CLIENTS = 4;
    private static final long NO_SKU = 999;
    private static final int TOO_MANY = 100_000;
    private static final Map<String, String> FORGED = Map.of("TX_XID", "127.0.0.1:8091:4711");

    private final List<IntSupplier> kinds;

    MixedRequests(HistoryClient client, OrderApi orders, OrderApi goods, long sku) {
        HistoryClient forging = client.with(FORGED);
        this.kinds = List.of(
                () -> place(client, Mode.AT, "u1", sku, 1),
                () -> place(client, Mode.TCC, "u1", sku, 1),
                () -> place(client, Mode.XA, "u1", sku, 1),
                () -> place(client, Mode.AT, "u1", sku, TOO_MANY),
                () -> place(client, Mode.TCC, "u1", NO_SKU, 1),
                () -> place(client, Mode.AT, "nobody", sku, 1),
                () -> place(forging, Mode.AT, "u1", sku, 1),
                () -> orders.get("/nowhere").status(),
                () -> orders.get("/orders/nothing").status(),
                () -> orders.post("/orders", "{", null).status(),
                () -> goods.get("/skus/" + sku + "?isolation=committed").status(),
                () -> goods.get("/skus/" + NO_SKU).status());
    }

    private static int place(HistoryClient client, Mode mode, String customer, long sku, int quantity) {
        Outcome outcome = client.place(new Request(customer, List.of(new Line(sku, quantity))), mode);
        if (outcome instanceof Ok ok) {
            return ok.status();
        }
        return outcome instanceof Fail fail ? fail.status() : ((Unknown) outcome).status();
    }

    /** Sends so many, and counts the answers by their status. */
    Map<Integer, Long> send(int count) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> answers = IntStream.range(0, count)
                    .mapToObj(number -> clients.submit(
                            () -> kinds.get(number % kinds.size()).getAsInt()))
                    .toList();
            Map<Integer, Long> statuses = new TreeMap<>();
            for (Future<Integer> answer : answers) {
                statuses.merge(answer.get(), 1L, Long::sum);
            }
            return statuses;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        } finally {
            clients.shutdownNow();
        }
    }
}
