package com.changgou.seata.guard;

import com.changgou.seata.xid.XidServletAutoConfiguration;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Auto-configuration of what a servlet application answers to a call with an XID. Backs off when Seata's own interceptor is switched on: that
 * binds the XID too late for it.
 */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({OncePerRequestFilter.class, FilterRegistrationBean.class, HandlerExceptionResolver.class})
@ConditionalOnBean(CallGuard.class)
@ConditionalOnProperty(name = "seata.client.http.interceptor-enabled", havingValue = "false")
public final class GuardServletAutoConfiguration {

    /** Inside the filter that binds the XID; the room between them is for filters that want the XID and the answer as it leaves. */
    @Bean
    @ConditionalOnMissingBean(name = "participationFilter")
    FilterRegistrationBean<ParticipationFilter> participationFilter(OpenTransactions transactions) {
        FilterRegistrationBean<ParticipationFilter> registration =
                new FilterRegistrationBean<>(new ParticipationFilter(transactions));
        registration.setOrder(XidServletAutoConfiguration.FILTER_ORDER + 30);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean
    HandlerFailures seataHandlerFailures(CallGuard guard) {
        return new HandlerFailures(guard);
    }
}
