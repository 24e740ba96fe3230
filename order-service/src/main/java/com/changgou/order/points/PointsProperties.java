package com.changgou.order.points;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the relay.
 *
 * @param relay whether this instance sends; the points wait where none does
 * @param sweep pause between two looks at the table
 * @param linger pause between an order that was placed and a look: what is placed meanwhile is sent with it
 * @param batch how many tasks are claimed at a time
 * @param lease how long a claimed task belongs to the relay that claimed it; longer than {@code confirmTimeout}
 * @param confirmTimeout how long the broker may take to confirm
 * @param firstBackOff pause after the first attempt; doubled with each one
 * @param longestBackOff where doubling ends
 * @param maxAttempts a task that was sent so often and is due again is dead
 */
@ConfigurationProperties("changgou.points")
record PointsProperties(
        @DefaultValue("true") boolean relay,
        @DefaultValue("2s") Duration sweep,
        @DefaultValue("50ms") Duration linger,
        @DefaultValue("100") int batch,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("5s") Duration confirmTimeout,
        @DefaultValue("10s") Duration firstBackOff,
        @DefaultValue("60s") Duration longestBackOff,
        @DefaultValue("20") int maxAttempts) {

    /** After that many attempts, in ms. */
    long backOff(int attempts) {
        long doubled = firstBackOff.toMillis() << Math.min(attempts - 1, 20);
        return Math.min(doubled, longestBackOff.toMillis());
    }
}
