package com.changgou.seata.xid;

import feign.Capability;
import feign.RequestInterceptor;
import feign.hc5.ApacheHttp5Client;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.seata.core.context.RootContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.openfeign.clientconfig.HttpClient5FeignConfiguration.HttpClientBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration for Feign: the XID goes out with every call, and no layer repeats a call inside a global transaction. */
@AutoConfiguration(after = XidAutoConfiguration.class)
@ConditionalOnClass({RequestInterceptor.class, RootContext.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class XidFeignAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "xidFeignInterceptor")
    RequestInterceptor xidFeignInterceptor(GlobalTransactionHeaders headers) {
        return request ->
                headers.write((name, value) -> request.removeHeader(name).header(name, value));
    }

    @Bean
    @ConditionalOnMissingBean(name = "noRetryInGlobalTransaction")
    Capability noRetryInGlobalTransaction() {
        return new NoRetryInGlobalTransaction();
    }

    /** Apache's client repeats on its own, below Feign's retryer: on 429, 503 and on a reset of an idempotent call. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ApacheHttp5Client.class, HttpClientBuilder.class, HttpClientBuilderCustomizer.class})
    static class ApacheHttpClient5 {

        @Bean
        @ConditionalOnMissingBean(name = "noHttpRetryInGlobalTransaction")
        HttpClientBuilderCustomizer noHttpRetryInGlobalTransaction() {
            return builder -> builder.setRetryStrategy(
                    new HttpRetryOutsideGlobalTransaction(DefaultHttpRequestRetryStrategy.INSTANCE));
        }
    }
}
