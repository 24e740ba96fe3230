package com.changgou.faultmatrix.wire;

import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link Tap} on each edge of a local system. The taps listen before the system is started, and its parts are told their ports
 * by {@link #settings()}; whoever checks the system goes past them.
 *
 * <p>A second order or goods service uses the database's tap of the first, because its URL is the name by which the TC knows
 * the resource; all else it calls directly.
 */
public final class Edges implements AutoCloseable {

    private static final int LOG_CAPACITY = 200_000;

    private final TapLog log = new TapLog(LOG_CAPACITY);
    private final Map<Edge, Tap> taps = new EnumMap<>(Edge.class);

    private Edges(Ports ports, Topology topology) {
        try {
            for (Edge edge : Edge.values()) {
                if (!edge.isToSecondTc() || topology.tcStore().coordinators() == 2) {
                    taps.put(edge, open(edge, target(edge, ports, topology)));
                }
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Opens the taps.
     *
     * @param ports of the system, outside of 28,000 to 32,700, where the taps listen
     * @param topology of the system: its addresses are fixed, and its databases are its own
     * @return a tap without a fault on each edge
     * @throws IllegalArgumentException if the topology is another one
     */
    public static Edges open(Ports ports, Topology topology) {
        if (topology.nacos() || topology.databases() instanceof Topology.Databases.Elsewhere) {
            throw new IllegalArgumentException("Taps need fixed addresses on this machine: " + topology);
        }
        return new Edges(ports, topology);
    }

    /**
     * The tap on an edge.
     *
     * @param edge which
     * @return its tap
     * @throws IllegalArgumentException if the system has no such edge
     */
    public Tap tap(Edge edge) {
        Tap tap = taps.get(edge);
        if (tap == null) {
            throw new IllegalArgumentException("This system has no edge " + edge);
        }
        return tap;
    }

    /**
     * What all taps did and saw, in one order.
     *
     * @return a log of {@value #LOG_CAPACITY} entries
     */
    public TapLog log() {
        return log;
    }

    /**
     * Where a client reaches the order service.
     *
     * @return the tap's URL
     */
    public String orderService() {
        return "http://127.0.0.1:" + tap(Edge.CLIENT_TO_ORDER).port();
    }

    /** Ends the faults of every tap. */
    public void heal() {
        taps.values().forEach(Tap::heal);
    }

    /**
     * Refuses connections to a TC that is gone, as its own port would. Otherwise a tap takes them and closes them then, and Seata's
     * client waits for an answer to its registration until the request times out.
     *
     * @param part a TC, as the launcher calls it; other parts' clients need no such care
     */
    public void refuse(String part) {
        to(part).forEach(Tap::cut);
    }

    /**
     * Ends the faults on the edges to a TC.
     *
     * @param part that runs again
     */
    public void accept(String part) {
        to(part).forEach(Tap::heal);
    }

    private Stream<Tap> to(String part) {
        return taps.entrySet().stream()
                .filter(tap -> tap.getKey().leadsTo(part))
                .map(Map.Entry::getValue);
    }

    /** Forgets the triggers that have not fired. */
    public void disarm() {
        taps.values().forEach(Tap::disarm);
    }

    /**
     * What the parts are to be told.
     *
     * @return settings by part, as {@code Installation} takes them
     */
    public Map<String, List<String>> settings() {
        String orders = databaseUrl("orders", Edge.ORDER_TO_DATABASE);
        String goods = databaseUrl("goods", Edge.GOODS_TO_DATABASE);
        return Map.of(
                "order-service",
                        List.of(
                                orders,
                                tc(Edge.ORDER_TO_TC, Edge.ORDER_TO_TC_2),
                                broker(Edge.ORDER_TO_BROKER),
                                "spring.cloud.discovery.client.simple.instances.goods-service[0].uri=http://127.0.0.1:"
                                        + tap(Edge.ORDER_TO_GOODS).port()),
                "order-service-2", List.of(orders),
                "goods-service", List.of(goods, tc(Edge.GOODS_TO_TC, Edge.GOODS_TO_TC_2)),
                "goods-service-2", List.of(goods),
                "user-service", List.of(databaseUrl("users", Edge.USER_TO_DATABASE), broker(Edge.USER_TO_BROKER)));
    }

    /** Gives every port up. */
    @Override
    public void close() {
        taps.values().forEach(Tap::close);
    }

    private Tap open(Edge edge, int target) {
        return edge.isSeata()
                ? Tap.ofSeata(edge.toString(), 0, target, log)
                : Tap.ofBytes(edge.toString(), 0, target, log);
    }

    private static int target(Edge edge, Ports ports, Topology topology) {
        return switch (edge) {
            case CLIENT_TO_ORDER -> ports.order();
            case ORDER_TO_GOODS -> ports.goods();
            case ORDER_TO_DATABASE -> ports.orderDb();
            case GOODS_TO_DATABASE -> ports.goodsDb();
            case USER_TO_DATABASE -> ports.userDb();
            case ORDER_TO_TC, GOODS_TO_TC -> ports.tc();
            case ORDER_TO_TC_2, GOODS_TO_TC_2 -> ports.tc2();
            case ORDER_TO_BROKER, USER_TO_BROKER ->
                topology.broker() instanceof Topology.Broker.RabbitMq rabbit ? rabbit.port() : ports.broker();
        };
    }

    /** User and password do not matter here: the services have them from the launcher. */
    private String databaseUrl(String name, Edge edge) {
        return "spring.datasource.url="
                + Database.here(name, tap(edge).port(), "", "").url();
    }

    private String tc(Edge... edges) {
        return Arrays.stream(edges)
                .filter(taps::containsKey)
                .map(edge -> "127.0.0.1:" + tap(edge).port())
                .collect(Collectors.joining(";", "seata.service.grouplist.default=", ""));
    }

    private String broker(Edge edge) {
        return "spring.rabbitmq.port=" + tap(edge).port();
    }
}
