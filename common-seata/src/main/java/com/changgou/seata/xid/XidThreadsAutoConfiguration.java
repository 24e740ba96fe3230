package com.changgou.seata.xid;

import org.apache.seata.core.context.RootContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * Auto-configuration for an XID that goes along to other threads, where a service asks for it:
 * {@link XidThreadLocalAccessor}.
 */
@AutoConfiguration(before = TaskExecutionAutoConfiguration.class)
@ConditionalOnClass(RootContext.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("changgou.seata.xid.propagate-to-threads")
public final class XidThreadsAutoConfiguration {

    private static final String CONTEXT_REGISTRY = "io.micrometer.context.ContextRegistry";

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnClass(name = CONTEXT_REGISTRY)
    XidThreadPropagation xidThreadPropagation() {
        return new XidThreadPropagation();
    }

    /** Boot's executors take every decorator that is a bean. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnClass(name = CONTEXT_REGISTRY)
    ContextPropagatingTaskDecorator xidTaskDecorator() {
        return new ContextPropagatingTaskDecorator();
    }

    /** Or the XID would be lost on every thread although somebody has asked for it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(CONTEXT_REGISTRY)
    static class NothingPropagates {

        NothingPropagates() {
            throw new XidSettingsException(
                    "changgou.seata.xid.propagate-to-threads=true, and nothing that could: Micrometer's context propagation is"
                            + " missing.",
                    "Add io.micrometer:context-propagation, or remove the property.");
        }
    }
}
