package com.changgou.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.druid.pool.DruidDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class RecordingAutoConfigurationTests {

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RecordingAutoConfiguration.class))
            .withPropertyValues("spring.application.name=order-service", "server.address=127.0.0.1");

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
                .withPropertyValues("server.address=0.0.0.0", "changgou.recording.any-address=true")
                .run(context -> assertThat(context).hasSingleBean(RecordedController.class));
    }

    /** XA's pool for phase two is a clone. */
    @Test
    void everyPoolIsRecordedAndItsClones() {
        contextRunner.withBean(DruidDataSource.class).run(context -> {
            DruidDataSource pool = context.getBean(DruidDataSource.class);

            assertThat(pool.getConnectProperties())
                    .containsEntry("queryInterceptors", "com.changgou.recording.StatementRecorder")
                    .containsEntry("exceptionInterceptors", "com.changgou.recording.StatementRecorder$Failures");
            try (DruidDataSource clone = pool.cloneDruidDataSource()) {
                assertThat(clone.getConnectProperties()).containsKey("queryInterceptors");
            }
        });
    }
}
