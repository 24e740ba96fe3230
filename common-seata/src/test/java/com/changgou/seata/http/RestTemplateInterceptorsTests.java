package com.changgou.seata.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.web.client.RestTemplate;

/** Invariant: each RestTemplate has the interceptor once, beside those of its own. */
class RestTemplateInterceptorsTests {

    private final RestTemplateInterceptors interceptors = new RestTemplateInterceptors(
            BasicAuthenticationInterceptor.class, () -> new BasicAuthenticationInterceptor("user", "secret"));

    @Test
    void beanThatWasMadeWithNewGetsIt() {
        RestTemplate restTemplate = new RestTemplate();

        interceptors.postProcessAfterInitialization(restTemplate, "restTemplate");

        assertThat(restTemplate.getInterceptors()).singleElement().isInstanceOf(BasicAuthenticationInterceptor.class);
    }

    /** Boot's builder customizes it, and then it comes by as a bean. */
    @Test
    void oneThatHasItGetsNoSecond() {
        RestTemplate restTemplate = new RestTemplate();
        restTemplate.getInterceptors().add((request, body, execution) -> execution.execute(request, body));

        interceptors.customize(restTemplate);
        interceptors.postProcessAfterInitialization(restTemplate, "restTemplate");

        assertThat(restTemplate.getInterceptors()).hasSize(2);
    }

    @Test
    void otherBeansStayAsTheyAre() {
        Object bean = new Object();

        assertThat(interceptors.postProcessAfterInitialization(bean, "bean")).isSameAs(bean);
    }
}
