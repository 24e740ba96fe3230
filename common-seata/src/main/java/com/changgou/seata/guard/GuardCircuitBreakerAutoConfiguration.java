package com.changgou.seata.guard;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the guard on Spring Cloud's circuit breakers, those of Feign's fallbacks among them. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnClass(CircuitBreakerFactory.class)
@ConditionalOnBean(CallGuard.class)
public final class GuardCircuitBreakerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static CircuitBreakerGuard circuitBreakerGuard(ObjectProvider<CallGuard> guard) {
        return new CircuitBreakerGuard(guard);
    }
}
