package com.changgou.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.SystemConfig;

/** Qpid in this JVM. What it is made of stands in {@code qpid.json}. */
final class EmbeddedBroker implements AutoCloseable {

    /** Nothing outlives the process, so nothing is worth a longer wait. */
    private static final long CLOSE_MILLIS = 1_500;

    private final Settings settings;
    private final BrokerHome home;
    private final KeptError error = new KeptError();
    private final SystemLauncher launcher = new SystemLauncher(error);

    EmbeddedBroker(Settings settings) throws StartFailure {
        this.settings = settings;
        this.home = BrokerHome.of(settings);
    }

    /** Returns when the user can log in. */
    void start() throws StartFailure {
        refuseATakenPort();
        try {
            launcher.startup(Map.of(
                    SystemConfig.TYPE, "Memory",
                    SystemConfig.INITIAL_CONFIGURATION_LOCATION, resource("/qpid.json"),
                    SystemConfig.INITIAL_SYSTEM_PROPERTIES_LOCATION, resource("/qpid.properties"),
                    SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, "false",
                    SystemConfig.CONTEXT, context()));
        } catch (Exception e) {
            throw StartFailure.didNotStart("Qpid did not start: " + e + ".", e);
        }
        // startup() logs a failure and returns as if nothing had happened.
        if (error.value != null) {
            throw StartFailure.didNotStart("Qpid did not start: " + error.value + ".", error.value);
        }
        try {
            LoginProbe.logIn(settings);
        } catch (IOException e) {
            throw StartFailure.didNotStart(
                    "Qpid started, but " + settings + " cannot log in: " + e.getMessage() + ".", e);
        }
    }

    private void refuseATakenPort() throws StartFailure {
        try {
            new ServerSocket(settings.port(), 1, InetAddress.getByName(Settings.ADDRESS)).close();
        } catch (IOException e) {
            throw StartFailure.didNotStart(
                    "Port %d of %s is taken or not allowed (%s): free it, or set AMQP_PORT to another."
                            .formatted(settings.port(), Settings.ADDRESS, e.getMessage()),
                    e);
        }
    }

    private Map<String, String> context() {
        return Map.of(
                "amqp.address",
                Settings.ADDRESS,
                "amqp.port",
                Integer.toString(settings.port()),
                "amqp.user",
                literal(settings.user()),
                "amqp.password",
                literal(settings.password()),
                SystemConfig.QPID_WORK_DIR,
                literal(home.directory().toString()),
                // A port that cannot be opened is otherwise only a warning.
                "broker.failStartupWithErroredChild",
                "true",
                // RabbitMQ's x-... arguments close the connection otherwise.
                "queue.behaviourOnUnknownDeclareArgument",
                "IGNORE",
                // TTL and held messages wait for it, 30 seconds by default. Not qpid.broker.housekeepingCheckPeriod.
                "virtualhost.housekeepingCheckPeriod",
                "500");
    }

    /** Qpid expands ${...} and $$ twice: when it reads the context, and when it uses it. */
    private static String literal(String value) {
        return value.replace("$", "$$$$");
    }

    private static String resource(String name) {
        URL url = EmbeddedBroker.class.getResource(name);
        return url.toExternalForm();
    }

    @Override
    public void close() {
        try {
            CompletableFuture.runAsync(launcher::shutdown).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.out.println("Qpid did not close in order: " + e);
        } finally {
            home.close();
        }
    }

    private static final class KeptError extends DefaultSystemLauncherListener {

        private volatile RuntimeException value;

        @Override
        public void errorOnStartup(RuntimeException e) {
            value = e;
        }
    }
}
