package com.changgou.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What can be reached on this machine, on every address but the bridges of Docker, which only this machine can reach. */
final class PortScan {

    private static final int PATIENCE_MILLIS = 1_000;
    private static final int HIGHEST_PORT = 65_535;

    private PortScan() {}

    /** Every port that is open on some address. */
    static Set<Integer> openPorts() throws SocketException {
        Set<Integer> open = new TreeSet<>();
        for (InetAddress address : addresses()) {
            IntStream.rangeClosed(1, HIGHEST_PORT)
                    .filter(port -> isOpen(address, port))
                    .forEach(open::add);
        }
        return open;
    }

    /** The addresses on which a port is open. */
    static List<String> addressesOf(int port) throws SocketException {
        return addresses().stream()
                .filter(address -> isOpen(address, port))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static List<InetAddress> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(network -> !network.getName().startsWith("br-")
                        && !network.getName().startsWith("docker")
                        && !network.getName().startsWith("veth"))
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .toList();
    }

    private static boolean isOpen(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            // Or it was given the very port that it asks for, and talks to itself.
            return socket.getLocalPort() != port;
        } catch (IOException closed) {
            return false;
        }
    }
}
