package com.changgou.seata.xid;

import com.changgou.seata.http.RestTemplateInterceptors;
import org.apache.seata.core.context.RootContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/** Auto-configuration for the outbound XID of {@code RestClient}, HTTP interfaces on it, and {@code RestTemplate}. */
@AutoConfiguration(after = XidAutoConfiguration.class)
@ConditionalOnClass({RestClientCustomizer.class, RestTemplateCustomizer.class, RootContext.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class XidRestClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "xidRestClientCustomizer")
    RestClientCustomizer xidRestClientCustomizer(GlobalTransactionHeaders headers) {
        return builder -> builder.requestInterceptor(new XidClientHttpRequestInterceptor(() -> headers));
    }

    @Bean
    @ConditionalOnMissingBean(name = "xidRestTemplateInterceptors")
    static RestTemplateInterceptors xidRestTemplateInterceptors(ObjectProvider<GlobalTransactionHeaders> headers) {
        return new RestTemplateInterceptors(
                XidClientHttpRequestInterceptor.class,
                () -> new XidClientHttpRequestInterceptor(SingletonSupplier.of(headers::getObject)));
    }
}
