package com.changgou.seata.server;

import io.seata.server.ServerApplication;
import org.springframework.boot.SpringApplication;

/** Starts the TC. Its settings stand in {@code application.yml}; ports and secrets come from the environment. */
public final class SeataServer {

    private SeataServer() {}

    /**
     * Runs upstream's server, with one endpoint more, after switching on Netty's extension lookup, which {@link LoopbackBinding}
     * and {@link TrafficCounting} need. Without a secret for its clients it does not start, see {@link SharedSecretCheck}.
     *
     * @param args upstream's arguments, such as {@code -h 127.0.0.2} for the address inside the XID
     */
    public static void main(String[] args) {
        LoopbackBinding.enable();
        SpringApplication server = new SpringApplication(ServerApplication.class, TrafficEndpoint.Registration.class);
        // Seata asks for them late, and its service loader would hide what is wrong with them.
        server.addInitializers(context -> ClientSecrets.of(context.getEnvironment()));
        server.run(args);
    }
}
