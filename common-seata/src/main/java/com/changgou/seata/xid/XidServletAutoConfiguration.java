package com.changgou.seata.xid;

import org.apache.seata.core.context.RootContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Auto-configuration for the inbound XID of a servlet application. Backs off when Seata's own interceptor is switched
 * on: exactly one of the two may bind.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({OncePerRequestFilter.class, FilterRegistrationBean.class, RootContext.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "seata.client.http.interceptor-enabled", havingValue = "false")
public final class XidServletAutoConfiguration {

    /** Before everything that may log or open a transaction. */
    static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    @ConditionalOnMissingBean(name = "xidServletFilter")
    FilterRegistrationBean<XidServletFilter> xidServletFilter() {
        FilterRegistrationBean<XidServletFilter> registration = new FilterRegistrationBean<>(new XidServletFilter());
        registration.setOrder(FILTER_ORDER);
        return registration;
    }
}
