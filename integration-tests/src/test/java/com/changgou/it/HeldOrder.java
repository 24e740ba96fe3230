package com.changgou.it;

import static org.awaitility.Awaitility.await;

import com.changgou.proof.OrderApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An order that waits between its branches, without fault injection: a lock on the gaps of the order table stops every insert,
 * while the goods branch is committed and registered. It fails when the connection of its insert is killed.
 */
final class HeldOrder {

    private static final Duration SOON = Duration.ofSeconds(100);
    private static final String LOCK = "BEGIN; SELECT COUNT(*) FROM tb_order FOR UPDATE; DO SLEEP(100)";
    private static final String LOCKING = "DO SLEEP%";
    private static final String WAITING = "INSERT INTO tb_order (%";

    private final Compose compose;
    private final CompletableFuture<Answer> answer;

    private HeldOrder(Compose compose, CompletableFuture<Answer> answer) {
        this.compose = compose;
        this.answer = answer;
    }

    static HeldOrder place(Compose compose, Supplier<Answer> order) {
        CompletableFuture.runAsync(() -> compose.query("order-db", "orders", LOCK));
        await().atMost(SOON).until(() -> !connections(compose, LOCKING).isEmpty());
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(order);
        await().atMost(SOON).until(() -> !connections(compose, WAITING).isEmpty());
        return new HeldOrder(compose, answer);
    }

    Answer fail() {
        kill(WAITING);
        kill(LOCKING);
        return answer.join();
    }

    private void kill(String statement) {
        connections(compose, statement).forEach(id -> compose.query("order-db", "orders", "KILL " + id));
    }

    private static List<String> connections(Compose compose, String statement) {
        return compose.query(
                "order-db",
                "orders",
                "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND info LIKE '" + statement
                        + "'");
    }
}
