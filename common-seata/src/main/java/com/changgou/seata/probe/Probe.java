package com.changgou.seata.probe;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * A question that may hang. It is asked on a thread of its own, once at a time, and not again while its answer is fresh, however
 * often somebody wants to know.
 *
 * @param <T> the answer
 */
public final class Probe<T> {

    private final AsyncTaskExecutor thread;
    private final Callable<T> question;
    private final Duration freshFor;
    private final Duration patience;

    private @Nullable CompletableFuture<T> asked;
    private @Nullable CompletableFuture<T> answer;
    private long askedAt;

    /**
     * Creates the probe; nothing is asked yet.
     *
     * @param name what the thread is called
     * @param question what is asked
     * @param freshFor how long an answer, or a failure, is kept, from when it was asked for
     * @param patience after how long nobody waits for the answer any more
     */
    public Probe(String name, Callable<T> question, Duration freshFor, Duration patience) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(name + "-");
        executor.setDaemon(true);
        this.thread = executor;
        this.question = question;
        this.freshFor = freshFor;
        this.patience = patience;
    }

    /**
     * The answer, asked for now unless it is fresh or still awaited.
     *
     * @return completes within the patience, with the answer, with what the question threw, or with a
     *     {@link java.util.concurrent.TimeoutException}
     */
    public synchronized CompletableFuture<T> ask() {
        if (answer == null || asked == null || (asked.isDone() && isOld())) {
            askedAt = System.nanoTime();
            asked = thread.submitCompletable(question);
            answer = asked.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        return answer;
    }

    private boolean isOld() {
        return System.nanoTime() - askedAt >= freshFor.toNanos();
    }
}
