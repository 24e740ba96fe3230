package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Invariant: on Tomcat with a virtual thread for each request, a request has the XID that it came with, and no other.
 */
@Timeout(120)
@EnabledForJreRange(min = JRE.JAVA_21)
class XidOnVirtualThreadsTests {

    private static final int REQUESTS = 400;

    /** Not the common pool, which has one thread on two processors. */
    private final ExecutorService clients = Executors.newFixedThreadPool(40);

    @AfterEach
    void stopClients() {
        clients.shutdown();
    }

    @Test
    void eachOfManyRequestsAtOnceHasItsOwnXid() {
        new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withPropertyValues(
                        "server.port=0",
                        "spring.threads.virtual.enabled=true",
                        "seata.client.http.interceptor-enabled=false",
                        XidFilters.SECRET_PROPERTY)
                .withConfiguration(AutoConfigurations.of(
                        TomcatServletWebServerAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        XidAutoConfiguration.class,
                        XidServletAutoConfiguration.class))
                .withUserConfiguration(Looking.class)
                .run(context -> {
                    int port = context.getSourceApplicationContext(
                                    AnnotationConfigServletWebServerApplicationContext.class)
                            .getWebServer()
                            .getPort();
                    RestClient client = RestClient.create("http://127.0.0.1:" + port);
                    List<CompletableFuture<String>> answers = IntStream.range(0, REQUESTS)
                            .mapToObj(i -> CompletableFuture.supplyAsync(() -> look(client, xid(i)), clients))
                            .toList();

                    assertThat(answers.stream().map(CompletableFuture::join))
                            .containsExactlyElementsOf(IntStream.range(0, REQUESTS)
                                    .mapToObj(i -> String.valueOf(xid(i)))
                                    .toList());
                    assertThat(context.getBean(Looking.class).threads)
                            .hasSize(REQUESTS)
                            .containsOnly("java.lang.VirtualThread");
                    XidCounts counts = context.getBean(XidCounts.class);
                    assertThat(counts.leftAtEntry()).isZero();
                    assertThat(counts.leftAtExit()).isZero();
                    assertThat(Stream.of(XidRefusal.values())
                                    .mapToLong(counts::refused)
                                    .sum())
                            .isZero();
                });
    }

    /** Every second request takes part in a global transaction. */
    private static @Nullable String xid(int request) {
        return request % 2 == 0 ? "127.0.0.2:8091:" + request : null;
    }

    private static String look(RestClient client, @Nullable String xid) {
        XidSignatures caller = XidSignatures.of(XidFilters.settings());
        return client.get()
                .uri("/")
                .headers(headers -> {
                    if (xid != null) {
                        headers.set(RootContext.KEY_XID, xid);
                        headers.set(
                                GlobalTransactionHeaders.SIGNATURE,
                                caller.sign(xid, BranchType.AT).orElseThrow());
                    }
                })
                .retrieve()
                .body(String.class);
    }

    @RestController
    static class Looking {

        private final Queue<String> threads = new ConcurrentLinkedQueue<>();

        /** Each request waits for another one. */
        private final CyclicBarrier pairs = new CyclicBarrier(2);

        @GetMapping("/")
        String look() throws Exception {
            threads.add(Thread.currentThread().getClass().getName());
            // A virtual thread leaves its carrier here, and may go on with another one.
            pairs.await(10, TimeUnit.SECONDS);
            return String.valueOf(RootContext.getXID());
        }
    }
}
