package com.changgou.faultmatrix.cell;

import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An order of a trial, from before it is sent. Its outcome is the first one that the client was given.
 *
 * @param key its Idempotency-Key
 * @param mode the branches of its global transaction
 * @param request what is ordered
 * @param future the first outcome
 */
public record Placing(String key, Mode mode, Request request, CompletableFuture<Outcome> future) {

    private static final String CUSTOMER = "u1";

    static Placing of(Mode mode, long sku, int quantity) {
        return of(mode, List.of(new Line(sku, quantity)));
    }

    static Placing of(Mode mode, List<Line> lines) {
        Request request = new Request(CUSTOMER, lines);
        return new Placing(UUID.randomUUID().toString(), mode, request, new CompletableFuture<>());
    }

    /**
     * Waits for the client.
     *
     * @param limit how long
     * @return what it was told at first
     * @throws NotExercisedException if the client was told nothing in that time
     */
    Outcome outcome(Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            throw new NotExercisedException("No answer to " + key + " after " + limit);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The client failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
