package com.changgou.faultmatrix.history;

import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Clients who order one after the other until they are stopped. What each of them orders follows from the seed alone. */
public final class Load implements AutoCloseable {

    /** Who is told nothing does not come back at once: a service that is down is not asked a hundred times a second. */
    private static final Duration AFTER_UNKNOWN = Duration.ofSeconds(1);

    private static final int CUSTOMERS = 10;
    private static final int MOST_LINES = 3;
    private static final int MOST_PIECES = 2;

    private final BiFunction<Request, Mode, Outcome> client;
    private final Plan plan;
    private final ExecutorService threads;
    private final CompletableFuture<Void> all;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LongAdder placed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unknown = new LongAdder();

    /**
     * What is ordered.
     *
     * @param seed the same seed orders the same
     * @param clients how many order at once
     * @param skus what they choose from
     * @param modes that they choose from
     * @param pause between a client's orders, where it was told what became of the last one
     */
    public record Plan(long seed, int clients, List<Long> skus, List<Mode> modes, Duration pause) {

        /** Copies the lists. */
        public Plan {
            skus = List.copyOf(skus);
            modes = List.copyOf(modes);
        }

        /**
         * What one client orders.
         *
         * @param number of the client, from 0
         * @return orders without an end
         */
        Stream<Order> orders(int number) {
            Random random = new Random(new Random(seed + number).nextLong());
            return Stream.generate(() -> order(random));
        }

        private Order order(Random random) {
            Mode mode = modes.get(random.nextInt(modes.size()));
            String customer = "u" + (1 + random.nextInt(CUSTOMERS));
            List<Line> lines = random.ints(0, skus.size())
                    .distinct()
                    .limit(Math.min(1 + random.nextInt(MOST_LINES), skus.size()))
                    .mapToObj(index -> new Line(skus.get(index), 1 + random.nextInt(MOST_PIECES)))
                    .toList();
            return new Order(new Request(customer, lines), mode);
        }
    }

    /** An order and how it is placed. */
    record Order(Request request, Mode mode) {}

    /**
     * What the clients were told at first.
     *
     * @param placed how many orders were promised
     * @param refused how many were refused for good
     * @param unknown how many may have been placed or not
     */
    public record Counts(long placed, long refused, long unknown) {

        /**
         * All of them.
         *
         * @return how many orders were answered, or given up
         */
        public long all() {
            return placed + refused + unknown;
        }
    }

    private Load(BiFunction<Request, Mode, Outcome> client, Plan plan) {
        this.client = client;
        this.plan = plan;
        this.threads = Executors.newFixedThreadPool(plan.clients());
        this.all = CompletableFuture.allOf(IntStream.range(0, plan.clients())
                .mapToObj(number -> CompletableFuture.runAsync(() -> orderUntilStopped(number), threads))
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Begins to order.
     *
     * @param client places one order, as {@link HistoryClient#place(Request, Mode)} does; for any number of threads
     * @param plan what is ordered
     * @return a load that goes on until it is stopped
     */
    public static Load start(BiFunction<Request, Mode, Outcome> client, Plan plan) {
        return new Load(client, plan);
    }

    private void orderUntilStopped(int number) {
        Duration pause = plan.pause();
        for (Iterator<Order> orders = plan.orders(number).iterator(); !isOverAfter(pause); ) {
            Order order = orders.next();
            pause = count(client.apply(order.request(), order.mode()));
        }
    }

    /** Says how long its client waits before the next one. */
    private Duration count(Outcome outcome) {
        if (outcome instanceof Ok) {
            placed.increment();
        } else if (outcome instanceof Fail) {
            refused.increment();
        } else {
            unknown.increment();
            return AFTER_UNKNOWN;
        }
        return plan.pause();
    }

    private boolean isOverAfter(Duration pause) {
        try {
            return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException closed) {
            return true;
        }
    }

    /**
     * What came of it so far.
     *
     * @return grows until the load is stopped
     */
    public Counts counts() {
        return new Counts(placed.sum(), refused.sum(), unknown.sum());
    }

    /**
     * Lets every client finish its order, and begin no other one.
     *
     * @return what came of all of them
     * @throws CompletionException if a client could not go on, with the cause
     */
    public Counts stop() {
        stopped.countDown();
        threads.shutdown();
        all.join();
        return counts();
    }

    /** Stops without waiting for what was ordered last. */
    @Override
    public void close() {
        stopped.countDown();
        threads.shutdownNow();
    }
}
