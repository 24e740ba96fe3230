package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.seata.core.context.RootContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class XidServletAutoConfigurationTests {

    private static final String SEATA_INTERCEPTOR_OFF = "seata.client.http.interceptor-enabled=false";

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    XidAutoConfiguration.class, XidServletAutoConfiguration.class, XidMetricsAutoConfiguration.class))
            .withPropertyValues(SEATA_INTERCEPTOR_OFF, XidFilters.SECRET_PROPERTY);

    @Test
    void suppliesTheFilter() {
        contextRunner.run(context -> assertThat(context).hasBean("xidServletFilter"));
    }

    @Test
    void backsOffWhenSeatasOwnInterceptorBinds() {
        contextRunner
                .withPropertyValues("seata.client.http.interceptor-enabled=true", "changgou.seata.xid.verify=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("xidServletFilter"));
    }

    /** Or every XID from outside would be bound, and nothing would say so. */
    @Test
    void seatasOwnInterceptorIsNoWayAroundTheSignature() {
        contextRunner
                .withPropertyValues("seata.client.http.interceptor-enabled=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(XidSettingsException.class)
                        .hasMessageContaining("seata.client.http.interceptor-enabled"));
    }

    @Test
    void countsAreMeters() {
        contextRunner.run(context -> {
            MeterRegistry registry = new SimpleMeterRegistry();
            context.getBean("xidMetrics", MeterBinder.class).bindTo(registry);
            XidCounts counts = context.getBean(XidCounts.class);
            counts.refuse(XidRefusal.FORGED);
            counts.leaveAtEntry();
            assertThat(value(registry, "seata.xid.refused", "reason", "forged")).isEqualTo(1);
            assertThat(value(registry, "seata.xid.refused", "reason", "unsigned"))
                    .isZero();
            assertThat(value(registry, "seata.xid.left", "found", "entry")).isEqualTo(1);
            assertThat(value(registry, "seata.xid.left", "found", "exit")).isZero();
        });
    }

    @Test
    void filterWorksWithoutMicrometer() {
        contextRunner
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasBean("xidServletFilter").doesNotHaveBean("xidMetrics"));
    }

    private static double value(MeterRegistry registry, String name, String tag, String tagValue) {
        return registry.get(name).tag(tag, tagValue).functionCounter().count();
    }

    @Test
    void backsOffOnACustomFilter() {
        contextRunner
                .withUserConfiguration(CustomFilter.class)
                .run(context -> assertThat(context.getBean("xidServletFilter", FilterRegistrationBean.class)
                                .getFilter())
                        .isNotInstanceOf(XidServletFilter.class));
    }

    @Test
    void isOffWithSeata() {
        contextRunner
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("xidServletFilter"));
    }

    @Test
    void isOffWithoutSeataOnTheClassPath() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(RootContext.class))
                .run(context -> assertThat(context).doesNotHaveBean("xidServletFilter"));
    }

    @Test
    void isOffOutsideOfServletApplications() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(XidAutoConfiguration.class, XidServletAutoConfiguration.class))
                .withPropertyValues(SEATA_INTERCEPTOR_OFF)
                .run(context -> assertThat(context).doesNotHaveBean("xidServletFilter"));
    }

    @Configuration(proxyBeanMethods = false)
    static class CustomFilter {

        @Bean
        FilterRegistrationBean<?> xidServletFilter() {
            return new FilterRegistrationBean<>((request, response, chain) -> chain.doFilter(request, response));
        }
    }
}
