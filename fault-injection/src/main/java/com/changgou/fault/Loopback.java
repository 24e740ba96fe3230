package com.changgou.fault;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where what was made for demos and tests may be reached. */
public final class Loopback {

    private Loopback() {}

    /**
     * Stops the start of a service that others can reach.
     *
     * @param what the jar, and what it lets any caller do
     * @param address the service's {@code server.address}
     * @param anyAddress whether whoever reaches the service is trusted, as in a test's container
     * @throws IllegalStateException if the address is not loopback and not everybody is trusted
     * @throws UnknownHostException if the address is none
     */
    public static void require(String what, String address, boolean anyAddress) throws UnknownHostException {
        if (!anyAddress && !InetAddress.getByName(address).isLoopbackAddress()) {
            throw new IllegalStateException(what + "; it runs on loopback only, and server.address is " + address);
        }
    }
}
