package com.changgou.seata.metrics;

import com.changgou.seata.branch.BranchListeners;
import com.changgou.seata.undo.UndoAutoConfiguration;
import com.changgou.seata.undo.UndoBacklog;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.seata.core.model.TransactionManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for Seata's meters, where the application has a {@link MeterRegistry}. */
@AutoConfiguration(
        after = UndoAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, TransactionManager.class})
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "changgou.seata.metrics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SeataMetricsProperties.class)
public final class SeataMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GlobalMeters seataGlobalMeters(MeterRegistry registry) {
        return new GlobalMeters(registry);
    }

    @Bean
    @ConditionalOnMissingBean(name = "seataBranchMeters")
    BranchListeners.Registration seataBranchMeters(MeterRegistry registry) {
        return BranchListeners.add(new BranchMeters(registry));
    }

    @Bean
    @ConditionalOnMissingBean
    GuardMeters seataGuardMeters(MeterRegistry registry) {
        return new GuardMeters(registry);
    }

    @Bean
    @ConditionalOnBean(UndoBacklog.class)
    @ConditionalOnMissingBean
    UndoMeters seataUndoMeters(UndoBacklog backlog) {
        return new UndoMeters(backlog);
    }
}
