package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Invariant: what was written for the default ports can be copied, whatever ports a system has. */
class PortsTests {

    @Test
    void everyAddressIsOfTheSystemItselfAndIsReplacedOnce() {
        Ports ports =
                new Ports(8082, 0, 8083, 0, 9083, 9091, 9092, 9093, 9094, 9316, 9317, 9318, 9319, 9672, 9080, 9848);

        assertThat(ports.in("curl -s http://127.0.0.1:8081/a; curl 'http://127.0.0.1:8082/?b' 127.0.0.1:8080"))
                .isEqualTo("curl -s http://127.0.0.1:8082/a; curl 'http://127.0.0.1:8083/?b' 127.0.0.1:9080");
    }

    @Test
    void everythingElseStays() {
        Ports ports =
                new Ports(9081, 0, 9082, 0, 9083, 9091, 9092, 9093, 9094, 9316, 9317, 9318, 9319, 9672, 9080, 9848);
        String text = "127.0.0.1:18081 127.0.0.1:80811 127.0.0.1:3316 example.org:8081 127.0.0.1:8091:9854790374500001";

        assertThat(ports.in(text)).isEqualTo(text);
    }
}
