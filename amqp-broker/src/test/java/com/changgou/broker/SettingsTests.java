package com.changgou.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant: there is no default user, and the password is never shown. */
class SettingsTests {

    @Test
    void portAndHomeHaveDefaults() throws StartFailure {
        Settings settings = Settings.of(Map.of("AMQP_USER", "shop", "AMQP_PASSWORD", "secret"));
        assertThat(settings.port()).isEqualTo(5672);
        assertThat(settings.home()).isEmpty();
    }

    @Test
    void environmentDecides() throws StartFailure {
        Settings settings = Settings.of(
                Map.of("AMQP_USER", "shop", "AMQP_PASSWORD", "secret", "AMQP_PORT", "5673", "AMQP_HOME", "run/amqp"));
        assertThat(settings.port()).isEqualTo(5673);
        assertThat(settings.home()).contains(Path.of("run/amqp"));
        assertThat(settings).hasToString("shop@127.0.0.1:5673");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP_USER", "AMQP_PASSWORD"})
    void userAndPasswordAreRequired(String onlyOne) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> Settings.of(Map.of(onlyOne, "secret")))
                .withMessageContaining("AMQP_USER and AMQP_PASSWORD")
                .withMessageNotContaining("secret")
                .extracting(StartFailure::exitStatus)
                .isEqualTo(StartFailure.BAD_SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "amqp"})
    void portMustBeAPort(String port) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> Settings.of(Map.of("AMQP_USER", "shop", "AMQP_PASSWORD", "s", "AMQP_PORT", port)))
                .withMessageContaining("AMQP_PORT")
                .extracting(StartFailure::exitStatus)
                .isEqualTo(StartFailure.BAD_SETTINGS);
    }
}
