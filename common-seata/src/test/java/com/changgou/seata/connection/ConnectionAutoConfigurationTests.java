package com.changgou.seata.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.seata.SeataTestEnvironment;
import org.apache.seata.spring.annotation.GlobalTransactionScanner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Invariant: where Seata makes connections they are looked after, as far as the settings say and nobody else does. */
class ConnectionAutoConfigurationTests {

    private final ApplicationContextRunner withoutSeata =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConnectionAutoConfiguration.class));

    private final ApplicationContextRunner contextRunner =
            withoutSeata.withBean(GlobalTransactionScanner.class, Unconnected::new);

    @BeforeEach
    void seataIsConfigured() {
        SeataTestEnvironment.give();
    }

    @Test
    void looksAndBeatsByDefaultUntilTheContextIsClosed() {
        contextRunner.run(context -> {
            Reconnection reconnection = context.getBean(Reconnection.class);
            HeartbeatListener heartbeats = context.getBean(HeartbeatListener.class);
            assertThat(reconnection.isRunning()).isTrue();
            assertThat(heartbeats.isRunning()).isTrue();

            context.close();

            assertThat(reconnection.isRunning()).isFalse();
            assertThat(heartbeats.isRunning()).isFalse();
        });
    }

    @Test
    void eachCanBeSwitchedOff() {
        contextRunner
                .withPropertyValues("changgou.seata.connection.reconnect-interval=0")
                .run(context -> {
                    assertThat(context.getBean(Reconnection.class).isRunning()).isFalse();
                    assertThat(context).hasSingleBean(HeartbeatListener.class);
                });
        contextRunner
                .withPropertyValues("changgou.seata.connection.timely-heartbeat=false")
                .run(context -> {
                    assertThat(context.getBean(Reconnection.class).isRunning()).isTrue();
                    assertThat(context).doesNotHaveBean(HeartbeatListener.class);
                });
    }

    @Test
    void withoutSeataThereIsNothingToLookAfter() {
        withoutSeata.run(context -> assertThat(context).doesNotHaveBean(SeataClients.class));
        withoutSeata
                .withClassLoader(new FilteredClassLoader("org.apache.seata"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SeataClients.class));
        contextRunner
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(SeataClients.class));
    }

    @Test
    void backsOffWhereSomebodyElseLooksAfterThem() {
        contextRunner
                .withBean("seataReconnection", String.class, () -> "mine")
                .withBean("seataHeartbeatListener", String.class, () -> "mine")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(Reconnection.class)
                        .doesNotHaveBean(HeartbeatListener.class));
    }

    /** A newer one may manage its connections otherwise: that is said at the start. */
    @Test
    void seataThatIsAnotherIsNamed() {
        assertThatThrownBy(() -> SeataClients.Client.method("a manager", "doReconnect", String.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("java.lang.String.doReconnect", "ConnectionAutoConfiguration");
    }

    private static final class Unconnected extends GlobalTransactionScanner {

        private static final long serialVersionUID = 1L;

        Unconnected() {
            super("connection-tests", "group-of-nobody");
        }

        @Override
        protected void initClient() {
            // No TC is there.
        }
    }
}
