package com.changgou.seata.guard;

import org.apache.seata.tm.TransactionManagerHolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the guards: what is known of the open global transactions, and what is not committed. */
@AutoConfiguration
@ConditionalOnClass(TransactionManagerHolder.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GuardProperties.class)
public final class GuardAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    OpenTransactions openGlobalTransactions() {
        return new OpenTransactions();
    }

    @Bean
    @ConditionalOnMissingBean
    CallGuard seataCallGuard(
            OpenTransactions transactions, GuardProperties properties, ObjectProvider<GuardListener> listeners) {
        return new CallGuard(transactions, properties, listeners.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    GuardedTransactionManager guardedTransactionManager(
            OpenTransactions transactions, GuardProperties properties, ObjectProvider<GuardListener> listeners) {
        return new GuardedTransactionManager(
                transactions, properties, listeners.orderedStream().toList());
    }
}
