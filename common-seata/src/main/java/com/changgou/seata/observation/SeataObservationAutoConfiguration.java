package com.changgou.seata.observation;

import io.micrometer.observation.ObservationRegistry;
import org.apache.seata.core.context.RootContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for observations of global transactions, where the application has an {@link ObservationRegistry}. */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ObservationRegistry.class, RootContext.class})
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "changgou.seata.observation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SeataObservationProperties.class)
public final class SeataObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    XidObservationFilter xidObservationFilter() {
        return new XidObservationFilter();
    }

    @Bean
    @ConditionalOnMissingBean
    GlobalObservations globalObservations(ObservationRegistry registry) {
        return new GlobalObservations(registry);
    }
}
