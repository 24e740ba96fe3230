package com.changgou.seata.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.branch.TestBranches;
import com.changgou.seata.outcome.UnexpectedGlobalRollbackException;
import com.changgou.seata.xid.XidAutoConfiguration;
import com.changgou.seata.xid.XidFeignAutoConfiguration;
import com.changgou.seata.xid.XidRestClientAutoConfiguration;
import com.changgou.seata.xid.XidWebClientAutoConfiguration;
import com.sun.net.httpserver.HttpServer;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.apache.seata.tm.api.GlobalTransaction;
import org.apache.seata.tm.api.GlobalTransactionContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigurationProperties;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What users see when a failure stays silent: one test for each symptom. Each is loud with the guards as they are by default, and is
 * committed without a word once its guard is off, as it is without this library.
 */
class SilentFailuresTests {

    private static final String NO_SWALLOW_GUARD = "changgou.seata.guard.swallow.mode=off";
    private static final String NO_ENLISTMENT_GUARD = "changgou.seata.guard.enlistment.mode=off";
    private static final String NO_EMPTY_COMMIT_GUARD = "changgou.seata.guard.enlistment.empty-commit=off";

    private static TransactionManager before;
    private static Callee goods;
    private static HttpServer stranger;

    private final TestCoordinator coordinator = new TestCoordinator();

    @BeforeAll
    static void startCallees() throws IOException {
        SeataTestEnvironment.give();
        before = TransactionManagerHolder.get();
        goods = Callee.start();
        stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stranger.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        stranger.start();
    }

    @AfterAll
    static void stopCallees() {
        stranger.stop(0);
        goods.close();
        TransactionManagerHolder.set(before);
    }

    /** After the callees: the one who begins and ends is the caller alone. */
    @BeforeEach
    void takeTheCoordinatorsPlace() {
        TransactionManagerHolder.set(coordinator);
    }

    @AfterEach
    void nothingStaysOnTheThread() {
        assertThat(RootContext.unbind()).isNull();
    }

    @Test
    void feignFallbackSwallows() {
        Business order = context ->
                assertThat(context.getBean(Goods.class).call("unavailable")).isEqualTo("fallback");

        assertRolledBack(order).hasMessageContaining("POST goods-service/deductions/unavailable was answered with 503");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void feignFallbackSwallowsATimeout() {
        Business order =
                context -> assertThat(context.getBean(Goods.class).call("slow")).isEqualTo("fallback");

        assertRolledBack(order, "spring.cloud.openfeign.client.config.default.read-timeout=300")
                .hasMessageContaining("POST goods-service/deductions/slow failed")
                .hasMessageContaining("Timeout");
        assertCommitted(order, NO_SWALLOW_GUARD, "spring.cloud.openfeign.client.config.default.read-timeout=300");
    }

    @Test
    void adviceOfTheCalleeAnswers200() {
        Business order = context ->
                assertThat(context.getBean(Goods.class).call("advised")).isEqualTo("all is well");

        assertRolledBack(order).hasMessageContaining("after a failure inside: ShelfException: the shelf fell ber");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void calleeAnswers200WithAProblem() {
        Business order = context ->
                assertThat(context.getBean(Goods.class).call("problem")).contains("Too little stock");

        assertRolledBack(order).hasMessageContaining("was answered with 200 and a problem");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void restClientStatusHandlerSwallows() {
        Business order = context -> context.getBean(RestClient.Builder.class)
                .build()
                .post()
                .uri(goods.url() + "/deductions/unavailable")
                .retrieve()
                .onStatus(HttpStatusCode::isError, (request, response) -> {})
                .toBodilessEntity();

        assertRolledBack(order).hasMessageContaining("was answered with 503");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void restTemplateErrorHandlerSwallows() {
        Business order = context -> {
            RestTemplate client = context.getBean(RestTemplate.class);
            client.setErrorHandler(response -> false);
            client.postForEntity(goods.url() + "/deductions/unavailable", null, String.class);
        };

        assertRolledBack(order).hasMessageContaining("was answered with 503");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void catchBlockSwallowsThatNobodyIsThere() {
        Business order = context -> assertThatThrownBy(() -> context.getBean(RestClient.Builder.class)
                .build()
                .post()
                .uri("http://127.0.0.1:1/deductions")
                .retrieve()
                .toBodilessEntity());

        assertRolledBack(order).hasMessageContaining("POST 127.0.0.1:1/deductions failed");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void webClientSwallowsOnError() {
        Business order = context -> context.getBean(WebClient.Builder.class)
                .build()
                .post()
                .uri(goods.url() + "/deductions/unavailable")
                .retrieve()
                .bodyToMono(String.class)
                .onErrorReturn("fallback")
                .block();

        assertRolledBack(order).hasMessageContaining("was answered with 503");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    /** Nobody throws inside the client: the operator only cancels. */
    @Test
    void webClientSwallowsATimeout() {
        Business order = context -> context.getBean(WebClient.Builder.class)
                .build()
                .post()
                .uri(goods.url() + "/deductions/slow")
                .retrieve()
                .bodyToMono(String.class)
                .timeout(Duration.ofMillis(300))
                .onErrorReturn("fallback")
                .block();

        assertRolledBack(order).hasMessageContaining("nobody waited for the answer");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void circuitBreakersFallbackSwallows() {
        Supplier<String> fall = () -> {
            throw new IllegalStateException("the shelf fell over");
        };
        Business order = context -> assertThat(breakers(context).create("shelf").run(fall, failure -> "fallback"))
                .isEqualTo("fallback");

        assertRolledBack(order)
                .hasMessageContaining("Circuit breaker shelf failed: ")
                .hasMessageContaining("shelf fell");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void openCircuitMakesNoCallAtAll() {
        Business order = context -> {
            breakers(context).create("shelf").run(() -> "", failure -> "");
            breakers(context)
                    .getCircuitBreakerRegistry()
                    .circuitBreaker("shelf")
                    .transitionToOpenState();
            List<String> called = new ArrayList<>();
            assertThat(breakers(context).create("shelf").run(() -> "" + called.add("goods"), failure -> "fallback"))
                    .isEqualTo("fallback");
            assertThat(called).isEmpty();
        };

        assertRolledBack(order).hasMessageContaining("CallNotPermittedException");
        assertCommitted(order, NO_SWALLOW_GUARD);
    }

    @Test
    void breakersTimeLimitSwallows() {
        Supplier<String> neverEnds = () -> {
            try {
                new CountDownLatch(1).await();
                return "";
            } catch (InterruptedException givenUp) {
                throw new IllegalStateException(givenUp);
            }
        };
        Business order = context -> assertThat(breakers(context).create("shelf").run(neverEnds, failure -> "fallback"))
                .isEqualTo("fallback");

        assertRolledBack(order, "test.time-limit-ms=300").hasMessageContaining("TimeoutException");
        assertCommitted(order, NO_SWALLOW_GUARD, "test.time-limit-ms=300");
    }

    /** The time limiter has a thread of its own. Red without the XID there: the callee would commit on its own. */
    @Test
    void breakersThreadLosesTheXid() {
        List<String> seen = new ArrayList<>();
        assertCommitted(context -> {
            String xid = RootContext.getXID();
            Thread caller = Thread.currentThread();
            breakers(context).create("shelf").run(() -> {
                assertThat(Thread.currentThread()).isNotSameAs(caller);
                return seen.add(xid + RootContext.getXID());
            });
            assertThat(seen).containsExactly(xid + xid);
        });
    }

    static Stream<Named<Business>> clients() {
        return Stream.of(
                Named.of("Feign", context -> context.getBean(Goods.class).call("not-proxied")),
                Named.of(
                        "RestClient",
                        context -> context.getBean(RestClient.Builder.class)
                                .build()
                                .post()
                                .uri(goods.url() + "/deductions/not-proxied")
                                .retrieve()
                                .toBodilessEntity()),
                Named.of(
                        "RestTemplate of the builder",
                        context -> context.getBean(RestTemplateBuilder.class)
                                .build()
                                .postForEntity(goods.url() + "/deductions/not-proxied", null, String.class)),
                Named.of(
                        "RestTemplate made with new",
                        context -> context.getBean(RestTemplate.class)
                                .postForEntity(goods.url() + "/deductions/not-proxied", null, String.class)),
                Named.of(
                        "WebClient",
                        context -> context.getBean(WebClient.Builder.class)
                                .build()
                                .post()
                                .uri(goods.url() + "/deductions/not-proxied")
                                .retrieve()
                                .bodyToMono(String.class)
                                .block()));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void calleeEnlistsNothing(Business call) {
        Business order = context -> assertThatThrownBy(() -> call.in(context))
                .isInstanceOf(BranchNotEnlistedException.class)
                .hasMessageContaining("/deductions/not-proxied was answered, and brought no branch")
                .hasMessageContaining("data source is not proxied");

        assertThat(rolledBack(order, "spring.cloud.openfeign.circuitbreaker.enabled=false"))
                .hasCauseInstanceOf(BranchNotEnlistedException.class);
        assertCommitted(call, NO_ENLISTMENT_GUARD);
    }

    @Test
    void feignFallbackSwallowsThatTheCalleeEnlistedNothing() {
        assertThat(rolledBack(context -> assertThat(context.getBean(Goods.class).call("not-proxied"))
                        .isEqualTo("fallback")))
                .hasCauseInstanceOf(BranchNotEnlistedException.class);
    }

    @Test
    void xidDoesNotReachTheCallee() {
        Business order = context -> context.getBean(RestClient.Builder.class)
                .build()
                .post()
                .uri("http://127.0.0.1:" + stranger.getAddress().getPort() + "/deductions")
                .retrieve()
                .toBodilessEntity();

        assertThat(rolledBack(context -> assertThatThrownBy(() -> order.in(context))
                        .hasMessageContaining("has no header TX_BRANCHES: the XID got lost")))
                .hasCauseInstanceOf(BranchNotEnlistedException.class);
        assertCommitted(order, NO_ENLISTMENT_GUARD);
    }

    @Test
    void callThatReadsNeedsNoBranch() {
        assertCommitted(context -> context.getBean(RestClient.Builder.class)
                .build()
                .get()
                .uri(goods.url() + "/stock")
                .retrieve()
                .toBodilessEntity());
        assertCommitted(
                context -> context.getBean(Goods.class).quote(),
                "changgou.seata.guard.enlistment.read-only=POST goods-service/quotes/**");
    }

    @Test
    void toleratedCallMayFail() {
        assertCommitted(
                context -> context.getBean(Goods.class).call("unavailable"),
                "changgou.seata.guard.swallow.tolerated=POST goods-service/deductions/*,Goods*");
    }

    @Test
    void commitIsEmpty() {
        assertThat(rolledBack(context -> RootContext.bind(RootContext.getXID()), false))
                .hasCauseInstanceOf(BranchNotEnlistedException.class);
        committed(context -> RootContext.bind(RootContext.getXID()), false, NO_EMPTY_COMMIT_GUARD);
    }

    /** The caller writes nothing of its own, and what its callee wrote counts. */
    @Test
    void branchOfACalleeMakesACommitThatIsNotEmpty() {
        committed(context -> context.getBean(Goods.class).deduct(), false);
    }

    @Test
    void callOutsideOfAGlobalTransactionIsLeftAlone() {
        contextRunner().run(context -> {
            assertThat(context.getBean(Goods.class).call("not-proxied")).isEqualTo("deducted");
            assertThat(context.getBean(Goods.class).call("unavailable")).isEqualTo("fallback");
            assertThat(context.getBean(OpenTransactions.class).all()).isEmpty();
        });
        assertThat(coordinator.asked).isEmpty();
    }

    @Test
    void everythingThatIsWellIsCommitted() {
        assertCommitted(context -> context.getBean(Goods.class).deduct());
    }

    private AbstractThrowableAssert<?, ?> assertRolledBack(Business order, String... properties) {
        return assertThat(rolledBack(order, properties).getCause()).isInstanceOf(RemoteFailureException.class);
    }

    private UnexpectedGlobalRollbackException rolledBack(Business order, String... properties) {
        return rolledBack(order, true, properties);
    }

    private UnexpectedGlobalRollbackException rolledBack(Business order, boolean ownBranch, String... properties) {
        coordinator.asked.clear();
        Throwable refused = run(order, ownBranch, properties);
        assertThat(coordinator.asked).containsExactly("begin", "rollback");
        assertThat(refused).isInstanceOf(TransactionException.class);
        return (UnexpectedGlobalRollbackException) refused.getCause().getCause();
    }

    private void assertCommitted(Business order, String... properties) {
        committed(order, true, properties);
    }

    private void committed(Business order, boolean ownBranch, String... properties) {
        coordinator.asked.clear();
        assertThat(run(order, ownBranch, properties)).isNull();
        assertThat(coordinator.asked).containsExactly("begin", "commit");
    }

    /** What a commit throws after the business has not. */
    private @Nullable Throwable run(Business order, boolean ownBranch, String... properties) {
        List<@Nullable Throwable> thrown = new ArrayList<>();
        contextRunner().withPropertyValues(properties).run(context -> {
            GlobalTransaction transaction = GlobalTransactionContext.createNew();
            transaction.begin(60_000, "place-order");
            try {
                order.in(context);
                if (ownBranch) {
                    TestBranches.register(BranchType.AT, transaction.getXid());
                }
                thrown.add(catchThrowable(transaction::commit));
                assertThat(context.getBean(OpenTransactions.class).all()).isEmpty();
            } finally {
                RootContext.unbind();
            }
        });
        return thrown.get(0);
    }

    private static Resilience4JCircuitBreakerFactory breakers(ApplicationContext context) {
        return context.getBean(Resilience4JCircuitBreakerFactory.class);
    }

    private ApplicationContextRunner contextRunner() {
        return new ApplicationContextRunner()
                .withPropertyValues(
                        "changgou.seata.xid.verify=false",
                        "test.url=" + goods.url(),
                        "test.time-limit-ms=20000",
                        "spring.cloud.openfeign.circuitbreaker.enabled=true")
                .withConfiguration(AutoConfigurations.of(
                        HttpMessageConvertersAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ReactiveHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class,
                        WebClientAutoConfiguration.class,
                        FeignAutoConfiguration.class,
                        XidAutoConfiguration.class,
                        XidRestClientAutoConfiguration.class,
                        XidWebClientAutoConfiguration.class,
                        XidFeignAutoConfiguration.class,
                        GuardAutoConfiguration.class,
                        GuardFeignAutoConfiguration.class,
                        GuardRestClientAutoConfiguration.class,
                        GuardWebClientAutoConfiguration.class,
                        GuardCircuitBreakerAutoConfiguration.class))
                .withUserConfiguration(Clients.class);
    }

    interface Business {

        void in(ApplicationContext context);
    }

    @FeignClient(name = "goods-service", url = "${test.url}", fallback = CheerfulGoods.class)
    interface Goods {

        @PostMapping("/deductions/{how}")
        String call(@PathVariable String how);

        @PostMapping("/deductions")
        String deduct();

        @PostMapping("/quotes/1")
        String quote();
    }

    static class CheerfulGoods implements Goods {

        @Override
        public String call(String how) {
            return "fallback";
        }

        @Override
        public String deduct() {
            return "fallback";
        }

        @Override
        public String quote() {
            return "fallback";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableFeignClients(clients = Goods.class)
    static class Clients {

        @Bean
        CheerfulGoods cheerfulGoods() {
            return new CheerfulGoods();
        }

        @Bean
        RestTemplate restTemplateMadeWithNew() {
            return new RestTemplate();
        }

        @Bean
        Resilience4JCircuitBreakerFactory breakers(@Value("${test.time-limit-ms}") long timeLimit) {
            return new Resilience4JCircuitBreakerFactory(
                    CircuitBreakerRegistry.ofDefaults(),
                    TimeLimiterRegistry.of(TimeLimiterConfig.custom()
                            .timeoutDuration(Duration.ofMillis(timeLimit))
                            .build()),
                    null,
                    new Resilience4JConfigurationProperties());
        }
    }
}
