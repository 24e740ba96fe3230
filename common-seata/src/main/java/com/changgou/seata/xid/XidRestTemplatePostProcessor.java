package com.changgou.seata.xid;

import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestTemplate;

/** Reaches the {@code RestTemplate} beans that were made with {@code new}, past Boot's builder. */
final class XidRestTemplatePostProcessor implements BeanPostProcessor, RestTemplateCustomizer {

    private final Supplier<GlobalTransactionHeaders> headers;

    /**
     * {@code headers} is asked at the first call only: a post-processor must not make beans before the others are
     * there.
     */
    XidRestTemplatePostProcessor(Supplier<GlobalTransactionHeaders> headers) {
        this.headers = SingletonSupplier.of(headers);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof RestTemplate restTemplate) {
            customize(restTemplate);
        }
        return bean;
    }

    @Override
    public void customize(RestTemplate restTemplate) {
        boolean present =
                restTemplate.getInterceptors().stream().anyMatch(XidClientHttpRequestInterceptor.class::isInstance);
        if (!present) {
            restTemplate.getInterceptors().add(new XidClientHttpRequestInterceptor(headers));
        }
    }
}
