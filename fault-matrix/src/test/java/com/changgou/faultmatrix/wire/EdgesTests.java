package com.changgou.faultmatrix.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Topology;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/** Invariant: each edge has a tap that leads to its part, and the part on the near side is told so by a property that it reads. */
class EdgesTests {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));

    private final Ports ports = Ports.free(23_000, 26_900);
    private final Edges edges = Edges.open(ports, Topology.STANDARD.with(new Topology.TcStore.OwnDatabase(2)));

    @AfterEach
    void close() {
        edges.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachTapLeadsToThePartOnTheFarSide(Edge edge) throws IOException {
        int far = switch (edge) {
            case CLIENT_TO_ORDER -> ports.order();
            case ORDER_TO_GOODS -> ports.goods();
            case ORDER_TO_DATABASE -> ports.orderDb();
            case GOODS_TO_DATABASE -> ports.goodsDb();
            case USER_TO_DATABASE -> ports.userDb();
            case ORDER_TO_TC, GOODS_TO_TC -> ports.tc();
            case ORDER_TO_TC_2, GOODS_TO_TC_2 -> ports.tc2();
            case ORDER_TO_BROKER, USER_TO_BROKER -> ports.broker();
        };
        try (ServerSocket listening = new ServerSocket(far, 1, InetAddress.getLoopbackAddress());
                Socket client = Pair.connect(edges.tap(edge))) {
            listening.setSoTimeout(5_000);
            assertThat(listening.accept().isConnected()).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void everyTapIsOnTheWayOfSomebody() {
        String told = edges.settings() + edges.orderService();
        for (Edge edge : Edge.values()) {
            assertThat(told)
                    .as("%s", edge)
                    .contains(String.valueOf(edges.tap(edge).port()));
        }
    }

    /** Or a client would look for ever for a second TC that nobody has started. */
    @Test
    void whereThereIsOneTcNobodyIsToldOfAnother() {
        try (Edges one = Edges.open(ports, Topology.STANDARD)) {
            assertThat(one.settings().get("goods-service"))
                    .contains("seata.service.grouplist.default=127.0.0.1:"
                            + one.tap(Edge.GOODS_TO_TC).port());
            assertThatThrownBy(() -> one.tap(Edge.GOODS_TO_TC_2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A tap that takes a connection to somebody who is gone, and closes it then, is no port that nobody listens on. */
    @Test
    void aTcThatIsGoneIsRefusedAtOnceAndTheOtherOneIsNot() throws IOException {
        try (ServerSocket other = new ServerSocket(ports.tc2(), 1, InetAddress.getLoopbackAddress())) {
            edges.refuse("tc");
            assertThatThrownBy(() -> Pair.connect(edges.tap(Edge.ORDER_TO_TC))).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> Pair.connect(edges.tap(Edge.GOODS_TO_TC))).isInstanceOf(ConnectException.class);
            try (Socket client = Pair.connect(edges.tap(Edge.ORDER_TO_TC_2))) {
                assertThat(other.accept().isConnected()).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
        }
        edges.accept("tc");
        try (ServerSocket back = new ServerSocket(ports.tc(), 1, InetAddress.getLoopbackAddress());
                Socket client = Pair.connect(edges.tap(Edge.ORDER_TO_TC))) {
            assertThat(back.accept().isConnected()).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void everyPartAndPropertyExists() throws IOException {
        assertThat(LocalSystem.PARTS).containsAll(edges.settings().keySet());
        for (Map.Entry<String, List<String>> part : edges.settings().entrySet()) {
            List<String> known = properties(part.getKey().replace("-2", ""));
            for (String setting : part.getValue()) {
                assertThat(known).as(part.getKey()).contains(setting.split("=")[0]);
            }
        }
    }

    /** Or the TC would know one database by two names. */
    @Test
    void aSecondInstanceNamesItsDatabaseAsTheFirstDoes() {
        for (String service : List.of("order-service", "goods-service")) {
            assertThat(edges.settings().get(service))
                    .containsAll(edges.settings().get(service + "-2"));
            assertThat(edges.settings().get(service + "-2"))
                    .singleElement()
                    .asString()
                    .startsWith("spring.datasource");
        }
    }

    @Test
    void addressesThatAreNotFixedAreRefused() {
        Topology nacos = new Topology(new Topology.Databases.Embedded(), new Topology.Broker.Embedded(), true);
        assertThatThrownBy(() -> Edges.open(ports, nacos)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> properties(String module) throws IOException {
        Path file = ROOT.resolve(module).resolve("src/main/resources/application.yml");
        List<PropertySource<?>> documents = new YamlPropertySourceLoader().load(module, new FileSystemResource(file));
        return documents.stream()
                .flatMap(document -> Stream.of(((EnumerablePropertySource<?>) document).getPropertyNames()))
                .toList();
    }
}
