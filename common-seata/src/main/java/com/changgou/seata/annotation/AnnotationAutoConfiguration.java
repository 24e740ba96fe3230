package com.changgou.seata.annotation;

import org.apache.seata.spring.annotation.GlobalTransactionScanner;
import org.apache.seata.spring.boot.autoconfigure.SeataAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration that fails the start where a bean's annotation of Seata's is heeded by nobody. */
@AutoConfiguration(after = SeataAutoConfiguration.class)
@ConditionalOnBean(GlobalTransactionScanner.class)
@ConditionalOnBooleanProperty(name = "changgou.seata.startup-check.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(
        name = "seata.service.disable-global-transaction",
        havingValue = false,
        matchIfMissing = true)
public final class AnnotationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "seataAnnotationCheck")
    static AnnotationCheck seataAnnotationCheck(ConfigurableListableBeanFactory beans) {
        return new AnnotationCheck(beans);
    }
}
