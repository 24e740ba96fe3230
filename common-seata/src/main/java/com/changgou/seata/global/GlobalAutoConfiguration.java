package com.changgou.seata.global;

import org.apache.seata.tm.TransactionManagerHolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration that lets {@link GlobalListener} beans hear of global transactions. Without any, nothing is changed. */
@AutoConfiguration
@ConditionalOnClass(TransactionManagerHolder.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class GlobalAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GlobalObserver globalObserver(ObjectProvider<GlobalListener> listeners) {
        return new GlobalObserver(listeners.orderedStream().toList());
    }
}
