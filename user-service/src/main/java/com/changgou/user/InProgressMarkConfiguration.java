package com.changgou.user;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Off by default: the rationale says what it buys. */
@Configuration(proxyBeanMethods = false)
class InProgressMarkConfiguration {

    @Bean
    @ConditionalOnBooleanProperty("changgou.points.in-progress-mark.enabled")
    InProgressMark redisInProgressMark(StringRedisTemplate redis, PointsProperties properties) {
        return new RedisInProgressMark(redis, properties.inProgressMark());
    }

    @Bean
    @ConditionalOnBooleanProperty(
            value = "changgou.points.in-progress-mark.enabled",
            havingValue = false,
            matchIfMissing = true)
    InProgressMark noInProgressMark() {
        return (orderId, work) -> work.run();
    }
}
