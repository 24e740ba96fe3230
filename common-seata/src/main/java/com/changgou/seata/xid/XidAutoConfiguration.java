package com.changgou.seata.xid;

import org.apache.seata.core.context.RootContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration for what outbound and inbound XIDs share: the secret that signs and verifies them. Lazy: a service
 * that neither calls nor is called over HTTP needs no secret.
 */
@AutoConfiguration
@ConditionalOnClass(RootContext.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@EnableConfigurationProperties(XidProperties.class)
public final class XidAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    XidSignatures xidSignatures(XidProperties settings) {
        return XidSignatures.of(settings);
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    GlobalTransactionHeaders globalTransactionHeaders(XidSignatures signatures) {
        return new GlobalTransactionHeaders(signatures);
    }
}
