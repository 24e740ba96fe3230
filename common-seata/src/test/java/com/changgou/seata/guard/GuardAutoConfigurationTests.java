package com.changgou.seata.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.seata.SeataTestEnvironment;
import feign.Capability;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Set;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;

/** Invariant: the guards are there by default, give way to beans of the application, and need no optional library. */
class GuardAutoConfigurationTests {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            GuardAutoConfiguration.class,
            GuardFeignAutoConfiguration.class,
            GuardRestClientAutoConfiguration.class,
            GuardWebClientAutoConfiguration.class,
            GuardServletAutoConfiguration.class,
            GuardCircuitBreakerAutoConfiguration.class);

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(ALL)
            .withPropertyValues("seata.client.http.interceptor-enabled=false");

    private TransactionManager before;

    @BeforeEach
    void takeTheCoordinatorsPlace() {
        SeataTestEnvironment.give();
        before = TransactionManagerHolder.get();
        TransactionManagerHolder.set(new TestCoordinator());
    }

    @AfterEach
    void putBack() {
        TransactionManagerHolder.set(before);
    }

    @Test
    void everythingIsGuardedByDefault() {
        contextRunner.run(context -> {
            assertThat(context)
                    .hasSingleBean(OpenTransactions.class)
                    .hasSingleBean(GuardedTransactionManager.class)
                    .hasSingleBean(FeignGuard.class)
                    .hasBean("guardRestClientCustomizer")
                    .hasBean("guardRestTemplateInterceptors")
                    .hasBean("guardWebClientCustomizer")
                    .hasBean("participationFilter")
                    .hasSingleBean(HandlerFailures.class)
                    .hasSingleBean(CircuitBreakerGuard.class);
            GuardProperties properties = context.getBean(GuardProperties.class);
            assertThat(properties)
                    .isEqualTo(new GuardProperties(
                            new GuardProperties.Enlistment(GuardMode.FAIL, Set.of(), GuardMode.FAIL, Set.of()),
                            new GuardProperties.Swallow(GuardMode.FAIL, Set.of())));
        });
    }

    /** In YAML, {@code off} is a boolean. */
    @Test
    void modeMayBeWrittenAsYamlDoes() {
        contextRunner
                .withPropertyValues("changgou.seata.guard.swallow.mode=false")
                .run(context -> assertThat(
                                context.getBean(GuardProperties.class).swallow().mode())
                        .isEqualTo(GuardMode.OFF));
    }

    @Test
    void nothingIsGuardedWithoutSeata() {
        contextRunner.withPropertyValues("seata.enabled=false").run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(OpenTransactions.class)
                    .doesNotHaveBean(FeignGuard.class)
                    .doesNotHaveBean("guardRestClientCustomizer")
                    .doesNotHaveBean("guardWebClientCustomizer")
                    .doesNotHaveBean("participationFilter")
                    .doesNotHaveBean(CircuitBreakerGuard.class);
            assertThat(TransactionManagerHolder.get()).isInstanceOf(TestCoordinator.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Capability.class,
                RestClientCustomizer.class,
                RestTemplateCustomizer.class,
                WebClientCustomizer.class,
                CircuitBreakerFactory.class,
                FilterRegistrationBean.class
            })
    void optionalLibraryMayBeMissing(Class<?> missing) {
        contextRunner
                .withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(GuardedTransactionManager.class));
    }

    /** Whole packages: what an application without web and Spring Cloud has. */
    @Test
    void worksWithoutWebFeignAndSpringCloud() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("seata.client.http.interceptor-enabled=false")
                .withClassLoader(new FilteredClassLoader(
                        "feign",
                        "jakarta.servlet",
                        "reactor",
                        "org.springframework.boot.restclient",
                        "org.springframework.boot.webclient",
                        "org.springframework.boot.web",
                        "org.springframework.cloud",
                        "org.springframework.http",
                        "org.springframework.web"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GuardedTransactionManager.class)
                        .doesNotHaveBean("participationFilter")
                        .doesNotHaveBean(CircuitBreakerGuard.class));
    }

    /** Seata's own interceptor binds the XID inside of Spring MVC: too late for a filter. */
    @Test
    void calleeAnswersNothingWhereSeatasInterceptorBinds() {
        contextRunner
                .withPropertyValues("seata.client.http.interceptor-enabled=true")
                .run(context -> assertThat(context).doesNotHaveBean("participationFilter"));
    }

    @Test
    void backsOffOnBeansOfTheApplication() {
        FilterRegistrationBean<Filter> own = new FilterRegistrationBean<>((request, response, chain) -> {});
        RestClientCustomizer customizer = builder -> {};
        contextRunner
                .withBean("participationFilter", FilterRegistrationBean.class, () -> own)
                .withBean("guardRestClientCustomizer", RestClientCustomizer.class, () -> customizer)
                .run(context -> {
                    assertThat(context).getBean("participationFilter").isSameAs(own);
                    assertThat(context).getBean("guardRestClientCustomizer").isSameAs(customizer);
                });
    }

    @Test
    void callsMatchByMethodServiceAndPath() {
        CallPatterns patterns = CallPatterns.of(List.of("POST goods-service/quotes/**", "audit*/**", "Shelf*"));

        assertThat(patterns.match(new Call("POST", "goods-service/quotes/1/2"))).isTrue();
        assertThat(patterns.match(new Call("PUT", "goods-service/quotes/1"))).isFalse();
        assertThat(patterns.match(new Call("POST", "goods-service/deductions"))).isFalse();
        assertThat(patterns.match(new Call("DELETE", "audit-service:8080/entries")))
                .isTrue();
        assertThat(patterns.match(Call.breaker("ShelfLookup"))).isTrue();
        assertThat(patterns.match(Call.breaker("Goods"))).isFalse();
    }

    /** A service of another version may know other types; a header is one line. */
    @Test
    void headersAreReadAndWrittenWithCare() {
        assertThat(GuardHeaders.branches("TCC, AT,unheard-of")).hasSize(2);
        assertThat(GuardHeaders.branches("none")).isEmpty();
        assertThat(GuardHeaders.branches((String) null)).isEmpty();
        assertThat(GuardHeaders.cause(new IllegalStateException("a\r\nSet-Cookie: x\u0000" + "y".repeat(300))))
                .startsWith("IllegalStateException: a Set-Cookie: x y")
                .hasSize(200);
    }
}
