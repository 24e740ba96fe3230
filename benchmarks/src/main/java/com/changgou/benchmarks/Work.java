package com.changgou.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the servers did.
 *
 * @param statements that the databases were sent
 * @param requestsToTc requests of TM and RM, by kind
 * @param requestsFromTc requests of the TC to an RM, by kind
 * @param durableCommits how often a database made a change durable: commits, and prepared XA branches
 * @param hops HTTP requests that change something, from the client to the order service and from there to the goods service
 */
record Work(
        long statements,
        Map<String, Long> requestsToTc,
        Map<String, Long> requestsFromTc,
        long durableCommits,
        long hops) {

    /** Copies the maps. */
    public Work {
        requestsToTc = Map.copyOf(requestsToTc);
        requestsFromTc = Map.copyOf(requestsFromTc);
    }

    /**
     * Round trips with the TC, whoever began them.
     *
     * @return their number
     */
    public long tcCalls() {
        return sum(requestsToTc) + sum(requestsFromTc);
    }

    private static long sum(Map<String, Long> calls) {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Housekeeping only adds: the least of several counts is the work. */
    Work orLess(Work other) {
        return new Work(
                Math.min(statements, other.statements),
                fewer(requestsToTc, other.requestsToTc),
                fewer(requestsFromTc, other.requestsFromTc),
                Math.min(durableCommits, other.durableCommits),
                Math.min(hops, other.hops));
    }

    private static Map<String, Long> fewer(Map<String, Long> one, Map<String, Long> other) {
        return sum(one) <= sum(other) ? one : other;
    }

    /** What comes on top of something earlier. */
    Work since(Work before) {
        return new Work(
                statements - before.statements,
                difference(requestsToTc, before.requestsToTc),
                difference(requestsFromTc, before.requestsFromTc),
                durableCommits - before.durableCommits,
                hops - before.hops);
    }

    private static Map<String, Long> difference(Map<String, Long> after, Map<String, Long> before) {
        Map<String, Long> difference = new TreeMap<>(after);
        before.forEach((kind, count) -> difference.merge(kind, -count, Long::sum));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }
}
