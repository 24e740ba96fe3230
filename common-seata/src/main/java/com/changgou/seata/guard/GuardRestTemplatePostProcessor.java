package com.changgou.seata.guard;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.web.client.RestTemplate;

/** Reaches the {@code RestTemplate} beans that were made with {@code new}, past Boot's builder. */
final class GuardRestTemplatePostProcessor implements BeanPostProcessor, RestTemplateCustomizer {

    private final ObjectProvider<CallGuard> guard;

    GuardRestTemplatePostProcessor(ObjectProvider<CallGuard> guard) {
        this.guard = guard;
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
                restTemplate.getInterceptors().stream().anyMatch(GuardClientHttpRequestInterceptor.class::isInstance);
        if (!present) {
            restTemplate.getInterceptors().add(new GuardClientHttpRequestInterceptor(guard.getObject()));
        }
    }
}
