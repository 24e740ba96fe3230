package com.changgou.seata.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The connections to the TC.
 *
 * @param reconnectInterval how often a TC that is not connected is looked for. 0: only as Seata does, every 10 s, and not in the
 *     first minute
 * @param timelyHeartbeat whether the first heartbeat of a silence is sent after 5 s, so that an answer that takes up to 15 s is not
 *     lost with its connection
 */
@ConfigurationProperties("changgou.seata.connection")
record ConnectionProperties(
        @DefaultValue("1s") Duration reconnectInterval,
        @DefaultValue("true") boolean timelyHeartbeat) {}
