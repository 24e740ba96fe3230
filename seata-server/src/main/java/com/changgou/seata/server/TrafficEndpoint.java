package com.changgou.seata.server;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The message counts over HTTP, for whoever has the console's token. */
@RestController
final class TrafficEndpoint {

    private final TrafficCounter counter;

    TrafficEndpoint(TrafficCounter counter) {
        this.counter = counter;
    }

    @GetMapping("/api/v1/traffic")
    Map<String, Long> traffic() {
        return counter.counts();
    }

    /** Upstream scans its own packages only. */
    @Configuration(proxyBeanMethods = false)
    static class Registration {

        @Bean
        TrafficEndpoint trafficEndpoint() {
            return new TrafficEndpoint(TrafficCounting.COUNTER);
        }
    }
}
