package com.changgou.seata;

import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A service with all of common-seata's auto-configuration, and Boot's. Says "started", or why it has not. */
public final class WithoutDatabase implements Callable<String> {

    @Override
    public String call() {
        return start(Service.class);
    }

    public static String start(Class<?> service) {
        SpringApplication application = new SpringApplication(service);
        try (ConfigurableApplicationContext context = application.run(
                "--server.port=0",
                "--changgou.seata.xid.verify=false",
                "--spring.main.banner-mode=off",
                "--spring.application.name=optional-libraries",
                // Seata's client would look for a TC for as long as this JVM lives.
                "--spring.autoconfigure.exclude=org.apache.seata.spring.boot.autoconfigure.SeataAutoConfiguration")) {
            return context.isRunning() ? "started" : "not running";
        } catch (RuntimeException | LinkageError failed) {
            return causes(failed);
        }
    }

    private static String causes(Throwable failure) {
        StringBuilder causes = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.append(cause).append('\n');
        }
        return causes.toString();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {}
}
