package com.changgou.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the order service.
 *
 * @param claimWait how long a request waits for an earlier one with the same Idempotency-Key
 * @param claimExpiry when an unfinished attempt counts as dead; longer than any global transaction can last
 */
@ConfigurationProperties("changgou.order")
record OrderProperties(
        @DefaultValue("3s") Duration claimWait,
        @DefaultValue("60s") Duration claimExpiry) {}
