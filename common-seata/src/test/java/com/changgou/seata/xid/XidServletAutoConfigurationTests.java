package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;

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
            .withConfiguration(AutoConfigurations.of(XidServletAutoConfiguration.class))
            .withPropertyValues(SEATA_INTERCEPTOR_OFF);

    @Test
    void suppliesTheFilter() {
        contextRunner.run(context -> assertThat(context).hasBean("xidServletFilter"));
    }

    @Test
    void backsOffWhenSeatasOwnInterceptorBinds() {
        contextRunner
                .withPropertyValues("seata.client.http.interceptor-enabled=true")
                .run(context -> assertThat(context).doesNotHaveBean("xidServletFilter"));
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
                .withConfiguration(AutoConfigurations.of(XidServletAutoConfiguration.class))
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
