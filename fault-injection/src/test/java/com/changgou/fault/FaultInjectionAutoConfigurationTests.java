package com.changgou.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class FaultInjectionAutoConfigurationTests {

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(FaultInjectionAutoConfiguration.class))
            .withPropertyValues("spring.application.name=order-service", "server.address=127.0.0.1");

    @Test
    void reachesTheMomentsOfItsService() {
        contextRunner.run(context -> assertThat(context)
                .hasSingleBean(FaultyFeignCalls.class)
                .hasSingleBean(FaultyCommits.class)
                .hasSingleBean(FaultyBranches.class)
                .hasSingleBean(FaultyDecisions.class)
                .hasSingleBean(PatientTransactions.class)
                .doesNotHaveBean("replyLossFilter"));
    }

    @Test
    void refusesToBeReachableFromOutside() {
        contextRunner
                .withPropertyValues("server.address=0.0.0.0")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("runs on loopback only"));
    }

    @Test
    void canBeReachedFromOutsideWhereThatIsAskedFor() {
        contextRunner
                .withPropertyValues("server.address=0.0.0.0", "changgou.fault-injection.any-address=true")
                .run(context -> assertThat(context).hasSingleBean(Faults.class));
    }

    @Test
    void refusesAServiceThatItDoesNotKnow() {
        contextRunner
                .withPropertyValues("spring.application.name=other")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("no fault point of service other"));
    }
}
