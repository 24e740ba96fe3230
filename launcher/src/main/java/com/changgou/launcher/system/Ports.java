package com.changgou.launcher.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where each part listens, on 127.0.0.1.
 *
 * @param order the order service's HTTP port
 * @param order2 the second order service's HTTP port, 0 where there is none
 * @param goods the goods service's HTTP port
 * @param goods2 the second goods service's HTTP port, 0 where there is none
 * @param user the user service's HTTP port
 * @param tc the TC's port for TM and RM
 * @param tcHttp the TC's HTTP port
 * @param tc2 the second TC's port for TM and RM
 * @param tc2Http the second TC's HTTP port
 * @param orderDb the order database
 * @param goodsDb the goods database
 * @param userDb the user database
 * @param tcDb the TC's database
 * @param broker the message broker's AMQP port
 * @param console the console's HTTP port
 * @param nacos Nacos' HTTP port; it takes three more: 1000 below, 1000 and 1001 above
 */
public record Ports(
        int order,
        int order2,
        int goods,
        int goods2,
        int user,
        int tc,
        int tcHttp,
        int tc2,
        int tc2Http,
        int orderDb,
        int goodsDb,
        int userDb,
        int tcDb,
        int broker,
        int console,
        int nacos) {

    private static final int PARTS_BESIDE_NACOS = 15;
    private static final Pattern HTTP_ADDRESS = Pattern.compile("127\\.0\\.0\\.1:([0-9]{4,5})\\b");
    private static final List<Integer> NACOS_BLOCK = List.of(-1000, 0, 1000, 1001);

    /** Refuses one port for two parts. */
    public Ports {
        List<Integer> all = Stream.of(
                        order, order2, goods, goods2, user, tc, tcHttp, tc2, tc2Http, orderDb, goodsDb, userDb, tcDb,
                        broker, console, nacos)
                .filter(port -> port != 0)
                .toList();
        if (all.stream().distinct().count() < all.size()) {
            throw new LauncherException("Each part needs a port of its own");
        }
    }

    /**
     * Finds ports that are free now. Below 32,768 they are not given to outgoing connections: a part that is started again
     * finds its port free, and nobody who waits for it is connected to himself.
     *
     * @param lowest where to begin to look
     * @param highest where to end, exclusive: who starts several systems at once gives each a range of its own
     * @return different free ports
     */
    public static Ports free(int lowest, int highest) {
        int nacos = candidates(lowest, highest)
                .filter(port -> nacosBlock(port).stream().allMatch(Ports::isFree))
                .findFirst()
                .orElseThrow();
        List<Integer> found = candidates(lowest, highest)
                .filter(port -> !nacosBlock(nacos).contains(port))
                .filter(Ports::isFree)
                .distinct()
                .limit(PARTS_BESIDE_NACOS)
                .boxed()
                .toList();
        return new Ports(
                found.get(0),
                found.get(1),
                found.get(2),
                found.get(3),
                found.get(4),
                found.get(5),
                found.get(6),
                found.get(7),
                found.get(8),
                found.get(9),
                found.get(10),
                found.get(11),
                found.get(12),
                found.get(13),
                found.get(14),
                nacos);
    }

    /**
     * The HTTP ports of a system that was told none, and what this one has instead.
     *
     * @return by the default port
     */
    public Map<Integer, Integer> insteadOfDefaults() {
        return Map.of(8080, console, 8081, order, 8082, goods, 8083, user, 7091, tcHttp);
    }

    /**
     * Makes a text that was written for the default ports be about this system.
     *
     * @param text with addresses such as {@code 127.0.0.1:8081}
     * @return the same with the ports that this system has instead
     */
    public String in(String text) {
        return HTTP_ADDRESS.matcher(text).replaceAll(address -> {
            int asked = Integer.parseInt(address.group(1));
            return "127.0.0.1:" + insteadOfDefaults().getOrDefault(asked, asked);
        });
    }

    private static IntStream candidates(int lowest, int highest) {
        return new Random().ints(lowest, highest);
    }

    /** The ports that Nacos opens when it is told one. */
    static List<Integer> nacosBlock(int port) {
        return NACOS_BLOCK.stream().map(offset -> port + offset).toList();
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
