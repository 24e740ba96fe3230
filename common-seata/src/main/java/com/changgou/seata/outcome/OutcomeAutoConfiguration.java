package com.changgou.seata.outcome;

import org.apache.seata.spring.boot.autoconfigure.SeataAutoConfiguration;
import org.apache.seata.tm.api.FailureHandler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for telling a global transaction's outcomes apart. */
@AutoConfiguration(before = SeataAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class OutcomeAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(FailureHandler.class)
    OutcomeFailureHandler failureHandler() {
        return new OutcomeFailureHandler();
    }
}
