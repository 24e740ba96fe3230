package com.changgou.seata.http;

import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestTemplate;

/** Gives every {@code RestTemplate} one interceptor, once: also those beans that were made with {@code new}, past Boot's builder. */
public final class RestTemplateInterceptors implements BeanPostProcessor, RestTemplateCustomizer {

    private final Class<? extends ClientHttpRequestInterceptor> type;
    private final Supplier<? extends ClientHttpRequestInterceptor> interceptor;

    /**
     * Creates the post-processor.
     *
     * @param type the interceptor's
     * @param interceptor makes one, for the first {@code RestTemplate}: a post-processor must not make beans before that
     * @param <T> the interceptor's type
     */
    public <T extends ClientHttpRequestInterceptor> RestTemplateInterceptors(Class<T> type, Supplier<T> interceptor) {
        this.type = type;
        this.interceptor = interceptor;
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
        if (restTemplate.getInterceptors().stream().noneMatch(type::isInstance)) {
            restTemplate.getInterceptors().add(interceptor.get());
        }
    }
}
