package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class XidAutoConfigurationTests {

    private static final String VERIFY_NOT = "changgou.seata.xid.verify=false";

    private final ApplicationContextRunner caller = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(XidAutoConfiguration.class, XidRestClientAutoConfiguration.class));

    @Test
    void serviceWithASecretStarts() {
        caller.withPropertyValues(XidFilters.SECRET_PROPERTY)
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** As the services name it in their application.yml, where the environment has none. */
    @ParameterizedTest
    @ValueSource(strings = {"changgou.seata.xid.secret=", "changgou.seata.xid.second-secret=" + XidFilters.SECRET})
    void serviceWithoutASecretDoesNotStart(String property) {
        caller.withPropertyValues(property).run(failsWith("changgou.seata.xid.secret is not set"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "second-secret"})
    void serviceWithASecretThatCanBeGuessedDoesNotStart(String name) {
        caller.withPropertyValues(XidFilters.SECRET_PROPERTY, "changgou.seata.xid." + name + "=" + "x".repeat(31))
                .run(failsWith("changgou.seata.xid." + name + " has 31 characters"));
        caller.withPropertyValues(XidFilters.SECRET_PROPERTY, "changgou.seata.xid." + name + "=" + "x".repeat(32))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void failureSaysWhatToDo(CapturedOutput output) {
        SpringApplication application = new SpringApplicationBuilder(Caller.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .build();
        assertThat(start(application)).isNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("changgou.seata.xid.secret is not set")
                .contains("openssl rand -hex 32")
                .doesNotContain("at com.changgou");
    }

    private static ConfigurableApplicationContext start(SpringApplication application) {
        try {
            return application.run();
        } catch (RuntimeException reported) {
            return null;
        }
    }

    /** So a secret is brought to services that run already: first all of them sign, then all of them verify. */
    @Test
    void serviceThatDoesNotVerifySignsWhereItHasASecret() {
        caller.withPropertyValues(XidFilters.SECRET_PROPERTY, VERIFY_NOT).run(context -> {
            XidSignatures signatures = context.getBean(XidSignatures.class);
            assertThat(signatures.sign("127.0.0.2:8091:1", BranchType.AT)).isPresent();
        });
        caller.withPropertyValues(VERIFY_NOT).run(context -> {
            XidSignatures signatures = context.getBean(XidSignatures.class);
            assertThat(signatures.sign("127.0.0.2:8091:1", BranchType.AT)).isEmpty();
        });
    }

    @Test
    void serviceThatNeitherCallsNorIsCalledNeedsNoSecret() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(XidAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(XidProperties.class));
    }

    @Test
    void serviceWithoutSeataNeedsNoSecret() {
        caller.withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(XidSignatures.class));
        caller.withClassLoader(new FilteredClassLoader(RootContext.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(XidSignatures.class));
    }

    private static ContextConsumer<AssertableApplicationContext> failsWith(String message) {
        return context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(XidSettingsException.class)
                .hasMessageContaining(message);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({XidAutoConfiguration.class, XidRestClientAutoConfiguration.class})
    static class Caller {}
}
