package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import feign.FeignException;
import feign.Retryer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** Invariant: every HTTP client that Spring offers sends the XID of a global transaction, and none outside of one. */
class XidPropagationTests {

    private static final String XID = "127.0.0.2:8091:1";

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final List<String> receivedBranchTypes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> receivedSignatures = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        RootContext.unbind();
    }

    static Stream<Named<Consumer<ApplicationContext>>> clients() {
        return Stream.of(
                Named.of(
                        "RestClient",
                        context -> context.getBean(RestClient.Builder.class)
                                .build()
                                .get()
                                .uri(url(context))
                                .retrieve()
                                .toBodilessEntity()),
                Named.of(
                        "RestTemplate of the builder",
                        context -> context.getBean(RestTemplateBuilder.class)
                                .build()
                                .getForEntity(url(context), String.class)),
                Named.of(
                        "RestTemplate made with new",
                        context -> context.getBean(RestTemplate.class).getForEntity(url(context), String.class)),
                Named.of(
                        "HTTP interface",
                        context -> context.getBean(HttpInterface.class).get()),
                Named.of(
                        "WebClient",
                        context -> context.getBean(WebClient.Builder.class)
                                .build()
                                .get()
                                .uri(url(context))
                                .retrieve()
                                .toBodilessEntity()
                                .block()),
                Named.of("Feign", context -> context.getBean(PlainFeign.class).get()));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void sendsTheXidInsideAGlobalTransactionOnly(Consumer<ApplicationContext> call) {
        contextRunner().run(context -> {
            call.accept(context);
            RootContext.bind(XID);
            call.accept(context);
            RootContext.unbind();
            call.accept(context);
            assertThat(received).containsExactly("none", XID, "none");
        });
    }

    /** Red when the type is left to the callee: an AT branch would stand beside the caller's XA branch. */
    @ParameterizedTest
    @MethodSource("clients")
    void sendsTheBranchTypeOfAnXaTransactionOnly(Consumer<ApplicationContext> call) {
        contextRunner().run(context -> {
            RootContext.bind(XID);
            BranchTypes.withXa(() -> {
                call.accept(context);
                return null;
            });
            call.accept(context);
            assertThat(receivedBranchTypes).containsExactly("XA", "none");
        });
    }

    /** The callee believes neither the XID nor the branch type without it. */
    @ParameterizedTest
    @MethodSource("clients")
    void signsTheXidWithItsBranchType(Consumer<ApplicationContext> call) {
        XidSignatures callee = XidSignatures.of(XidFilters.settings());
        contextRunner().run(context -> {
            RootContext.bind(XID);
            call.accept(context);
            BranchTypes.withXa(() -> {
                call.accept(context);
                return null;
            });
            RootContext.unbind();
            call.accept(context);
            assertThat(callee.verify(XID, BranchType.AT, receivedSignatures.get(0)))
                    .isTrue();
            assertThat(callee.verify(XID, BranchType.XA, receivedSignatures.get(1)))
                    .isTrue();
            assertThat(receivedSignatures.get(2)).isEqualTo("none");
        });
    }

    @ParameterizedTest
    @MethodSource("clients")
    void sendsNothingWhenSeataIsOff(Consumer<ApplicationContext> call) {
        contextRunner().withPropertyValues("seata.enabled=false").run(context -> {
            RootContext.bind(XID);
            call.accept(context);
            assertThat(received).containsExactly("none");
        });
    }

    @Test
    void feignRepeatsACallOutsideAGlobalTransactionOnly() {
        contextRunner().run(context -> {
            RetryingFeign client = context.getBean(RetryingFeign.class);
            assertThatThrownBy(client::fail).isInstanceOf(FeignException.class);
            assertThat(received)
                    .as("outside, by Feign and by Apache's client below it")
                    .hasSizeGreaterThan(3);
            received.clear();

            RootContext.bind(XID);
            assertThatThrownBy(client::fail).isInstanceOf(FeignException.class);
            assertThat(received).as("inside").hasSize(1);
        });
    }

    @Test
    void apacheClientRepeatsACallOutsideAGlobalTransactionOnly() {
        var strategy = new HttpRetryOutsideGlobalTransaction(DefaultHttpRequestRetryStrategy.INSTANCE);
        BasicHttpResponse unavailable = new BasicHttpResponse(503);
        assertThat(strategy.retryRequest(unavailable, 1, HttpCoreContext.create()))
                .isTrue();

        RootContext.bind(XID);
        assertThat(strategy.retryRequest(unavailable, 1, HttpCoreContext.create()))
                .isFalse();
    }

    private ApplicationContextRunner contextRunner() {
        return new ApplicationContextRunner()
                .withPropertyValues(
                        XidFilters.SECRET_PROPERTY,
                        "test.url=http://127.0.0.1:" + server.getAddress().getPort())
                .withConfiguration(AutoConfigurations.of(
                        HttpMessageConvertersAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ReactiveHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class,
                        HttpServiceClientPropertiesAutoConfiguration.class,
                        HttpServiceClientAutoConfiguration.class,
                        WebClientAutoConfiguration.class,
                        FeignAutoConfiguration.class,
                        XidAutoConfiguration.class,
                        XidRestClientAutoConfiguration.class,
                        XidWebClientAutoConfiguration.class,
                        XidFeignAutoConfiguration.class))
                .withUserConfiguration(Clients.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(header(exchange, RootContext.KEY_XID));
        receivedBranchTypes.add(header(exchange, RootContext.KEY_BRANCH_TYPE));
        receivedSignatures.add(header(exchange, GlobalTransactionHeaders.SIGNATURE));
        if (exchange.getRequestURI().getPath().equals("/drop")) {
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? "none" : String.join(",", values);
    }

    private static String url(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("test.url");
    }

    interface HttpInterface {

        @GetExchange("${test.url}/")
        void get();
    }

    @FeignClient(name = "plain", url = "${test.url}")
    interface PlainFeign {

        @GetMapping("/")
        void get();
    }

    @FeignClient(name = "retrying", url = "${test.url}", configuration = Retrying.class)
    interface RetryingFeign {

        @GetMapping("/drop")
        void fail();
    }

    static class Retrying {

        @Bean
        Retryer threeTimes() {
            return new Retryer.Default(1, 1, 3);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableFeignClients(clients = {PlainFeign.class, RetryingFeign.class})
    @ImportHttpServices(types = HttpInterface.class)
    static class Clients {

        @Bean
        RestTemplate restTemplateMadeWithNew() {
            return new RestTemplate();
        }
    }
}
