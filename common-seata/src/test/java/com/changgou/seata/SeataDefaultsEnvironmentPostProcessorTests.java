package com.changgou.seata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SeataDefaultsEnvironmentPostProcessorTests {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void switchesOffWhatWouldHappenTwice() {
        process();
        assertThat(environment.getProperty("seata.client.http.interceptor-enabled"))
                .isEqualTo("false");
        assertThat(environment.getProperty("seata.enable-auto-data-source-proxy"))
                .isEqualTo("false");
    }

    @Test
    void givesWayToTheService() {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("service", Map.of("seata.client.http.interceptor-enabled", "true")));
        process();
        assertThat(environment.getProperty("seata.client.http.interceptor-enabled"))
                .isEqualTo("true");
    }

    private void process() {
        new SeataDefaultsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
    }
}
