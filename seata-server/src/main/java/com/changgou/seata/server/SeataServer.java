package com.changgou.seata.server;

import io.seata.server.ServerApplication;

/** Starts the TC. Its settings stand in {@code application.yml}; ports and secrets come from the environment. */
public final class SeataServer {

    private SeataServer() {}

    /**
     * Runs upstream's server after switching on Netty's extension lookup, which {@link LoopbackBinding} needs.
     *
     * @param args upstream's arguments, such as {@code -h 127.0.0.2} for the address inside the XID
     * @throws Throwable if upstream cannot read its configuration
     */
    public static void main(String[] args) throws Throwable {
        LoopbackBinding.enable();
        ServerApplication.main(args);
    }
}
