package com.changgou.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment decides.
 *
 * @param port on {@link #ADDRESS}
 * @param user the only one
 * @param password of that user
 * @param home the directory for files, if there should be any; empty for one that goes with the process
 */
record Settings(int port, String user, String password, Optional<Path> home) {

    /** Its one user may log in without TLS: it must not be reachable from elsewhere. */
    static final String ADDRESS = "127.0.0.1";

    static Settings of(Map<String, String> environment) throws StartFailure {
        return new Settings(
                port(environment.getOrDefault("AMQP_PORT", "5672")),
                required(environment, "AMQP_USER"),
                required(environment, "AMQP_PASSWORD"),
                Optional.ofNullable(environment.get("AMQP_HOME"))
                        .filter(home -> !home.isBlank())
                        .map(Path::of));
    }

    private static String required(Map<String, String> environment, String name) throws StartFailure {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw StartFailure.badSettings(
                    "The environment must give AMQP_USER and AMQP_PASSWORD, there is no default: " + name
                            + " is missing.");
        }
        return value;
    }

    private static int port(String text) throws StartFailure {
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw StartFailure.badSettings("AMQP_PORT must be a number from 1 to 65535, not \"" + text + "\".");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + ADDRESS + ":" + port;
    }
}
