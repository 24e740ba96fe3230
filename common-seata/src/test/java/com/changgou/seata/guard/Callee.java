package com.changgou.seata.guard;

import com.changgou.seata.branch.TestBranches;
import com.changgou.seata.xid.XidAutoConfiguration;
import com.changgou.seata.xid.XidServletAutoConfiguration;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A small service that takes part in global transactions, one way or another. */
final class Callee implements AutoCloseable {

    private final ServletWebServerApplicationContext context;

    private Callee(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    static Callee start(String... properties) {
        return new Callee((ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
                .properties("changgou.seata.xid.verify=false")
                .properties(properties)
                .run());
    }

    String url() {
        return "http://127.0.0.1:" + context.getWebServer().getPort();
    }

    OpenTransactions transactions() {
        return context.getBean(OpenTransactions.class);
    }

    void letGo() {
        context.getBean(Stock.class).held.countDown();
    }

    @Override
    public void close() {
        letGo();
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        XidAutoConfiguration.class,
        XidServletAutoConfiguration.class,
        GuardAutoConfiguration.class,
        GuardServletAutoConfiguration.class
    })
    static class Application {

        @Bean
        Stock stock() {
            return new Stock();
        }

        @Bean
        CheerfulAdvice cheerfulAdvice() {
            return new CheerfulAdvice();
        }
    }

    static final class ShelfException extends RuntimeException {

        ShelfException() {
            super("the shelf\nfell \u00fcber");
        }
    }

    @RestControllerAdvice
    static class CheerfulAdvice {

        @ExceptionHandler
        ResponseEntity<String> allIsWell(ShelfException failure) {
            return ResponseEntity.ok("all is well");
        }
    }

    @RestController
    static class Stock {

        final CountDownLatch held = new CountDownLatch(1);

        @PostMapping("/deductions")
        String deduct() {
            enlist(RootContext.getXID());
            return "deducted";
        }

        @PostMapping("/deductions/not-proxied")
        String deductWithoutABranch() {
            return "deducted";
        }

        @PostMapping("/quotes/1")
        String quote() {
            return "quoted";
        }

        @GetMapping("/stock")
        String look() {
            return "10";
        }

        @PostMapping("/deductions/advised")
        String fail() {
            enlist(RootContext.getXID());
            throw new ShelfException();
        }

        @PostMapping("/deductions/problem")
        ResponseEntity<String> problem() {
            enlist(RootContext.getXID());
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body("{\"title\":\"Too little stock\"}");
        }

        @PostMapping("/deductions/unavailable")
        ResponseEntity<String> unavailable() {
            enlist(RootContext.getXID());
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("later");
        }

        /** Slower than anybody waits. */
        @PostMapping("/deductions/slow")
        String slow() throws InterruptedException {
            enlist(RootContext.getXID());
            held.await(2, TimeUnit.SECONDS);
            return "deducted";
        }

        @PostMapping("/deductions/held")
        String held() throws InterruptedException {
            enlist(RootContext.getXID());
            held.await(60, TimeUnit.SECONDS);
            return "deducted";
        }

        @PostMapping("/deductions/in-parts")
        Callable<String> later(@RequestHeader(RootContext.KEY_XID) String xid) {
            return () -> {
                enlist(xid);
                return "deducted";
            };
        }

        @PostMapping("/deductions/in-parts/advised")
        Callable<String> failLater(@RequestHeader(RootContext.KEY_XID) String xid) {
            return () -> {
                enlist(xid);
                throw new ShelfException();
            };
        }

        @PostMapping("/deductions/by-hand")
        void completesByHand(HttpServletRequest request) {
            String xid = RootContext.getXID();
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    enlist(xid);
                    async.getResponse().getWriter().write("deducted");
                    async.complete();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @PostMapping("/deductions/large")
        byte[] large() {
            enlist(RootContext.getXID());
            return new byte[200_000];
        }

        private static void enlist(String xid) {
            if (xid != null) {
                TestBranches.register(BranchType.AT, xid);
            }
        }
    }
}
