package com.changgou.user;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the consumer.
 *
 * @param consumers how many messages are worked on at a time
 * @param confirmTimeout how long the broker may take to confirm an answer
 * @param inProgressMark the mark in Redis
 */
@ConfigurationProperties("changgou.points")
record PointsProperties(
        @DefaultValue("4") int consumers,
        @DefaultValue("5s") Duration confirmTimeout,
        @DefaultValue Mark inProgressMark) {

    /**
     * The mark in Redis.
     *
     * @param enabled whether there is one
     * @param expiry when the mark of a consumer that died is gone
     */
    record Mark(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("60s") Duration expiry) {}
}
