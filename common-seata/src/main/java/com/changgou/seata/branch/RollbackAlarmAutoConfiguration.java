package com.changgou.seata.branch;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the alarm for rollbacks that nobody tries again. A bean named {@code rollbackAlarm} takes its place. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "changgou.seata.rollback-alarm.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollbackAlarmProperties.class)
public final class RollbackAlarmAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "rollbackAlarm")
    RollbackAlarm rollbackAlarm(RollbackAlarmProperties properties) {
        return new RollbackAlarm(properties.runbook());
    }
}
