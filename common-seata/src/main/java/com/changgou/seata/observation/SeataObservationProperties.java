package com.changgou.seata.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Observations.
 *
 * @param enabled whether global transactions are observed, and observations inside of them carry the XID
 */
@ConfigurationProperties("changgou.seata.observation")
record SeataObservationProperties(@DefaultValue("true") boolean enabled) {}
