package com.changgou.seata.server;

import java.util.Collection;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The message counts, and the messages of one transaction, over HTTP, for whoever has the console's token. */
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

    /** A transaction that was never heard of has none. */
    @GetMapping("/api/v1/traffic/{xid}")
    Collection<TrafficRecorder.Passed> traffic(@PathVariable String xid) {
        return counter.recorder().of(xid);
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
