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
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Auto-configuration for the inbound XID of a servlet application. Backs off when Seata's own interceptor is switched
 * on: exactly one of the two may bind.
 */
@AutoConfiguration(after = XidAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({OncePerRequestFilter.class, FilterRegistrationBean.class, RootContext.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class XidServletAutoConfiguration {

    private static final String INTERCEPTOR = "seata.client.http.interceptor-enabled";

    /** Before everything that may log or open a transaction, and around the request's observation, which ends with the XID then. */
    public static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE;

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = INTERCEPTOR, havingValue = "false")
    XidCounts xidCounts() {
        return new XidCounts();
    }

    @Bean
    @ConditionalOnMissingBean(name = "xidServletFilter")
    @ConditionalOnProperty(name = INTERCEPTOR, havingValue = "false")
    FilterRegistrationBean<XidServletFilter> xidServletFilter(
            XidSignatures signatures, XidProperties settings, XidCounts counts) {
        XidGate gate = new XidGate(signatures, settings, counts);
        FilterRegistrationBean<XidServletFilter> registration =
                new FilterRegistrationBean<>(new XidServletFilter(gate, counts, settings.rejectRequests()));
        registration.setOrder(FILTER_ORDER);
        return registration;
    }

    /** Seata's interceptor binds every XID that is sent. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(INTERCEPTOR)
    static class NobodyVerifies {

        NobodyVerifies(XidProperties settings) {
            if (settings.verify()) {
                throw new XidSettingsException(
                        INTERCEPTOR + "=true: Seata's interceptor binds the XID of every request, and verifies none.",
                        "Remove it, so that common-seata's filter binds what is signed. Or set"
                                + " changgou.seata.xid.verify=false, where nobody else reaches the service.");
            }
        }
    }
}
