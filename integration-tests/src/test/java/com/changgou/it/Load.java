package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.springframework.web.client.ResourceAccessException;

/** Clients that order without a pause, each order under a key of its own, and remember what they were promised. */
final class Load implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final int NO_ANSWER = 0;
    private static final Duration LONGEST_UNKNOWN = Duration.ofSeconds(100);

    private final SystemUnderTest system;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final List<CompletableFuture<Void>> runs = new ArrayList<>();
    private volatile boolean running = true;

    private record Attempt(String key, Line line, int status) {

        boolean isPlaced() {
            return status == 200 || status == 201;
        }

        /** The commit was not answered, or the service was gone before it could answer. */
        boolean isUnknown() {
            return status == 504 || status == NO_ANSWER;
        }
    }

    private Load(SystemUnderTest system) {
        this.system = system;
    }

    static Load on(SystemUnderTest system) {
        Load load = new Load(system);
        for (int client = 0; client < CLIENTS; client++) {
            Random skus = new Random(client);
            load.runs.add(CompletableFuture.runAsync(() -> load.orderUntilStopped(skus), load.clients));
        }
        return load;
    }

    private void orderUntilStopped(Random skus) {
        while (running) {
            String key = UUID.randomUUID().toString();
            Line line = new Line(1 + skus.nextInt(50), 1);
            attempts.add(new Attempt(key, line, place(key, line)));
        }
    }

    private int place(String key, Line line) {
        try {
            Answer answer = system.orders().place(new Request("u2", List.of(line)), key);
            return answer.status();
        } catch (ResourceAccessException cut) {
            return NO_ANSWER;
        }
    }

    long placed() {
        return attempts.stream().filter(Attempt::isPlaced).count();
    }

    /** How many attempts got each status, 0 for no answer at all. */
    Map<Integer, Long> statuses() {
        return attempts.stream().collect(Collectors.groupingBy(Attempt::status, Collectors.counting()));
    }

    void stop() {
        running = false;
        clients.shutdown();
        CompletableFuture<Void> all = CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new));
        assertThat(all)
                .as("all clients have stopped, none of them by a failure")
                .succeedsWithin(LONGEST_UNKNOWN);
    }

    /** Invariant: a promised order exists once, a refused or failed one does not, an unknown one is known when asked again. */
    void requireEveryPromiseKept(Invariants invariants) {
        invariants.hold();
        for (Attempt attempt : attempts) {
            long orders = invariants.ordersOfRequest(attempt.key());
            if (attempt.isUnknown()) {
                await("the outcome of " + attempt)
                        .atMost(LONGEST_UNKNOWN)
                        .until(() -> List.of(200, 201).contains(place(attempt.key(), attempt.line())));
                assertThat(invariants.ordersOfRequest(attempt.key()))
                        .as("%s", attempt)
                        .isEqualTo(1);
            } else {
                assertThat(orders).as("%s", attempt).isEqualTo(attempt.isPlaced() ? 1 : 0);
            }
        }
    }

    @Override
    public void close() {
        running = false;
        clients.shutdownNow();
    }
}
