package com.changgou.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the profiles change, and that the one for containers assumes nothing. */
class ProfileTests {

    private final ApplicationContextRunner contextRunner =
            new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer());

    @Test
    void withoutAProfileThereIsNoNacosAndOnlyLoopback() {
        contextRunner.run(context -> {
            assertThat(context.getEnvironment().getProperty("spring.cloud.nacos.discovery.enabled"))
                    .isEqualTo("false");
            assertThat(context.getEnvironment().getProperty("server.address")).isEqualTo("127.0.0.1");
            assertThat(context.getEnvironment().getProperty("seata.service.grouplist.default"))
                    .isEqualTo("127.0.0.1:8091");
        });
    }

    @Test
    void dockerListensToItsNetworkAndFindsTheTcThroughNacos() {
        contextRunner
                .withSystemProperties("spring.profiles.active=docker", "NACOS_SERVER=nacos:8848")
                .run(context -> {
                    assertThat(context.getEnvironment().getProperty("server.address"))
                            .isEqualTo("0.0.0.0");
                    assertThat(context.getEnvironment().getProperty("seata.registry.type"))
                            .isEqualTo("nacos");
                    assertThat(context.getEnvironment().getProperty("seata.registry.nacos.server-addr"))
                            .isEqualTo("nacos:8848");
                    assertThat(context.getEnvironment().getProperty("spring.cloud.nacos.discovery.enabled"))
                            .isNull();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "changgou.seata.registration.secret, TC_CLIENT_SECRET",
        "spring.datasource.url, ORDER_DB_URL",
        "spring.datasource.username, ORDER_DB_USER",
        "spring.datasource.password, ORDER_DB_PASSWORD",
        "spring.rabbitmq.host, RABBITMQ_HOST",
        "spring.rabbitmq.username, RABBITMQ_USER",
        "spring.rabbitmq.password, RABBITMQ_PASSWORD",
        "changgou.seata.xid.secret, XID_SECRET",
        "spring.cloud.nacos.discovery.server-addr, NACOS_SERVER",
        "spring.cloud.nacos.discovery.username, NACOS_USER",
        "spring.cloud.nacos.discovery.password, NACOS_PASSWORD",
    })
    void dockerNamesWhatIsNotSet(String property, String variable) {
        contextRunner
                .withSystemProperties("spring.profiles.active=docker")
                .run(context -> assertThatThrownBy(
                                () -> context.getEnvironment().getProperty(property))
                        .hasMessageContaining(variable));
    }
}
