package com.changgou.seata.guard;

import com.changgou.seata.http.RestTemplateInterceptors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the guard on the calls of {@code RestClient}, HTTP interfaces on it, and {@code RestTemplate}. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnClass({RestClientCustomizer.class, RestTemplateCustomizer.class})
@ConditionalOnBean(CallGuard.class)
public final class GuardRestClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "guardRestClientCustomizer")
    RestClientCustomizer guardRestClientCustomizer(CallGuard guard) {
        return builder -> builder.requestInterceptor(new GuardClientHttpRequestInterceptor(guard));
    }

    @Bean
    @ConditionalOnMissingBean(name = "guardRestTemplateInterceptors")
    static RestTemplateInterceptors guardRestTemplateInterceptors(ObjectProvider<CallGuard> guard) {
        return new RestTemplateInterceptors(
                GuardClientHttpRequestInterceptor.class,
                () -> new GuardClientHttpRequestInterceptor(guard.getObject()));
    }
}
