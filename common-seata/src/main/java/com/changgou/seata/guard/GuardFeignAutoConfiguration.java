package com.changgou.seata.guard;

import feign.Capability;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the guard on the calls of Feign clients. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnClass(Capability.class)
@ConditionalOnBean(CallGuard.class)
public final class GuardFeignAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FeignGuard seataFeignGuard(CallGuard guard) {
        return new FeignGuard(guard);
    }
}
