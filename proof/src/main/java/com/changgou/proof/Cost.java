package com.changgou.proof;

import java.util.Map;

/**
 * What one order made both database servers and the TC do.
 *
 * @param statements that both database servers were sent
 * @param tcCalls requests between the TC and its clients, in both directions, by kind
 * @param durableCommits how often a database had to make a change durable: commits, and prepared XA branches
 */
public record Cost(long statements, Map<String, Long> tcCalls, long durableCommits) {

    long allTcCalls() {
        return tcCalls.values().stream().mapToLong(Long::longValue).sum();
    }

    Cost orLess(Cost other) {
        return new Cost(
                Math.min(statements, other.statements),
                allTcCalls() <= other.allTcCalls() ? tcCalls : other.tcCalls,
                Math.min(durableCommits, other.durableCommits));
    }
}
