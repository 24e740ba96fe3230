package com.changgou.broker;

import org.apache.qpid.server.configuration.CommonProperties;

/** Starts the broker. What the environment decides is read by {@link Settings}. */
public final class AmqpBroker {

    private AmqpBroker() {}

    /**
     * Runs until the process is asked to end. The exit status is 2 for settings that are missing or wrong, and 1 for a broker
     * that does not start.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try {
            Settings settings = Settings.of(System.getenv());
            EmbeddedBroker broker = new EmbeddedBroker(settings);
            // Before the start: a signal may come in the middle of it.
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close"));
            broker.start();
            System.out.printf(
                    "AMQP 0-9-1 on %s:%d (Apache Qpid Broker-J %s, in memory)%n",
                    Settings.ADDRESS, settings.port(), CommonProperties.getReleaseVersion());
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            System.exit(e.exitStatus());
        }
    }
}
