package com.changgou.benchmarks;

import com.changgou.proof.Http;
import java.time.Duration;
import java.util.Locale;
import org.apache.commons.statistics.descriptive.Median;
import org.springframework.web.client.RestClient;

/**
 * What single steps take on this machine, one at a time, in the services themselves: the least that a mode's extra steps can add.
 *
 * @param databaseRoundTrip a statement that reads nothing
 * @param commit making one changed row durable, without the round trip
 * @param tcRoundTrip a question to the TC about a transaction that it does not know
 * @param httpHop a request that is answered with nothing
 */
record Floor(Duration databaseRoundTrip, Duration commit, Duration tcRoundTrip, Duration httpHop) {

    private static final int SAMPLES = 2_000;

    /** All samples are one request. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** As {@code com.changgou.baseline} answers. */
    private record Inside(long databaseRoundTripNanos, long commitNanos, long tcRoundTripNanos) {}

    static Floor measure(Deployment deployment) {
        RestClient order = Http.to(deployment.orderService(Contender.Settings.OURS), PATIENCE);
        inside(order);
        Inside inside = inside(order);
        hop(order);
        return new Floor(
                Duration.ofNanos(inside.databaseRoundTripNanos()),
                Duration.ofNanos(inside.commitNanos()),
                Duration.ofNanos(inside.tcRoundTripNanos()),
                hop(order));
    }

    private static Inside inside(RestClient service) {
        return service.post().uri("/floor?samples=" + SAMPLES).retrieve().requiredBody(Inside.class);
    }

    private static Duration hop(RestClient service) {
        double[] nanos = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            long begin = System.nanoTime();
            service.get().uri("/floor/hop").retrieve().toBodilessEntity();
            nanos[sample] = System.nanoTime() - begin;
        }
        return Duration.ofNanos((long) Median.withDefaults().evaluate(nanos));
    }

    /**
     * The least that an order can take which does more than another one.
     *
     * @param reference what the other one takes
     * @param less what the other one makes the servers do before it is answered
     * @param more what this one does
     * @return the reference and the steps that are not in it, one after the other
     */
    public Duration of(Duration reference, Work less, Work more) {
        return reference
                .plus(databaseRoundTrip.multipliedBy(more.statements() - less.statements()))
                .plus(tcRoundTrip.multipliedBy(more.tcCalls() - less.tcCalls()))
                .plus(commit.multipliedBy(more.durableCommits() - less.durableCommits()));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "database round trip %s, commit %s, TC round trip %s, HTTP hop %s",
                millis(databaseRoundTrip),
                millis(commit),
                millis(tcRoundTrip),
                millis(httpHop));
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }
}
