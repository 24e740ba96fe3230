package com.changgou.seata.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Meters.
 *
 * @param enabled whether global transactions, branches and undo logs are measured
 */
@ConfigurationProperties("changgou.seata.metrics")
record SeataMetricsProperties(@DefaultValue("true") boolean enabled) {}
