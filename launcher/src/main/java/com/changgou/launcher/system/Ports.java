package com.changgou.launcher.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where each part listens, on 127.0.0.1.
 *
 * @param order the order service's HTTP port
 * @param goods the goods service's HTTP port
 * @param tc the TC's port for TM and RM
 * @param tcHttp the TC's HTTP port
 * @param orderDb the order database
 * @param goodsDb the goods database
 */
public record Ports(int order, int goods, int tc, int tcHttp, int orderDb, int goodsDb) {

    /** Refuses one port for two parts. */
    public Ports {
        if (Stream.of(order, goods, tc, tcHttp, orderDb, goodsDb).distinct().count() < 6) {
            throw new LauncherException("Each part needs a port of its own");
        }
    }

    /**
     * Finds ports that are free now.
     *
     * @return six different free ports
     */
    public static Ports free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                held.add(listen(0));
            }
            List<Integer> found = held.stream().map(ServerSocket::getLocalPort).toList();
            return new Ports(found.get(0), found.get(1), found.get(2), found.get(3), found.get(4), found.get(5));
        } catch (IOException none) {
            throw new LauncherException("No free port was found: " + none.getMessage(), none);
        } finally {
            held.forEach(Ports::close);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = listen(port)) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new LauncherException("A port that was just taken cannot be given back", e);
        }
    }
}
