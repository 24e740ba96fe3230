package com.changgou.seata.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.seata.SeataTestEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.seata.core.rpc.netty.RmNettyRemotingClient;
import org.apache.seata.core.rpc.netty.TmNettyRemotingClient;
import org.apache.seata.discovery.registry.RegistryFactory;
import org.apache.seata.discovery.registry.RegistryService;
import org.apache.seata.rm.DefaultResourceManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Invariant: Seata's own TM and RM are registered with every TC as soon as it is there, and one that is not there makes no noise. */
@ExtendWith(OutputCaptureExtension.class)
class ReconnectionTests {

    /** Seata looks after 10 s at the earliest, and in its first minute not at all. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private final String group = "group-" + UUID.randomUUID();
    private final String cluster = "cluster-" + UUID.randomUUID();
    private final int first = freePort();
    private final int second = freePort();
    private SeataClients clients;
    private Reconnection reconnection;

    @BeforeEach
    void seataRuns() {
        SeataTestEnvironment.give();
        System.setProperty("service.vgroupMapping." + group, cluster);
        System.setProperty("service." + cluster + ".grouplist", "127.0.0.1:" + first + ";127.0.0.1:" + second);
        RmNettyRemotingClient rm = RmNettyRemotingClient.getInstance("reconnection", group);
        rm.setResourceManager(DefaultResourceManager.get());
        rm.init();
        TmNettyRemotingClient tm = TmNettyRemotingClient.getInstance();
        tm.setApplicationId("reconnection");
        // With a group it would fail at once: no TC is there yet.
        tm.init();
        tm.setTransactionServiceGroup(group);
        clients = new SeataClients(group, List.of(rm, tm));
        reconnection = new Reconnection(clients, Duration.ofMillis(100));
    }

    @AfterEach
    void nothingStays() {
        reconnection.stop();
        TmNettyRemotingClient.getInstance().destroy();
        RmNettyRemotingClient.getInstance().destroy();
        System.clearProperty("service.vgroupMapping." + group);
        System.clearProperty("service." + cluster + ".grouplist");
    }

    @Test
    void tcThatIsBackHasBothAtOnce(CapturedOutput log) {
        try (FakeTc one = FakeTc.at(first);
                FakeTc two = FakeTc.at(second)) {
            reconnection.start();
            awaitBoth(one);
            awaitBoth(two);
        }
        await().atMost(SOON).until(() -> lines(log, " is gone") == 2);
        String before = log.getAll();

        // Some looks find nobody.
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);

        assertThat(log.getAll().substring(before.length()))
                .doesNotContainPattern("(ERROR|WARN) (org.apache.seata.core|com.changgou)");
        try (FakeTc one = FakeTc.at(first)) {
            awaitBoth(one);
            await().atMost(SOON).until(() -> lines(log, " is back") == 1);
        }
        assertThat(lines(log, " is gone")).isEqualTo(2);
    }

    /** The one that is there is asked for work meanwhile, and keeps its connection. */
    @Test
    void tcThatIsGoneDoesNotDisturbTheOther(CapturedOutput log) {
        try (FakeTc one = FakeTc.at(first)) {
            reconnection.start();
            awaitBoth(one);
            await().atMost(SOON).until(() -> lines(log, " is gone") == 1);
            try (FakeTc two = FakeTc.at(second)) {
                awaitBoth(two);
            }
            assertThat(one.registered()).containsExactly("RM", "TM");
        }
    }

    /** Or every second question would fail until Seata looks itself. */
    @Test
    void oneOfTwoThatIsGoneIsAskedForNothingUntilItIsBack() throws Exception {
        List<InetSocketAddress> both = clients.addresses();
        try (FakeTc one = FakeTc.at(first)) {
            try (FakeTc two = FakeTc.at(second)) {
                reconnection.start();
                awaitBoth(one);
                awaitBoth(two);
                await().atMost(SOON).untilAsserted(() -> assertThat(asked()).containsExactlyInAnyOrderElementsOf(both));
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(asked()).containsExactly(both.get(0)));
            try (FakeTc two = FakeTc.at(second)) {
                awaitBoth(two);
                await().atMost(SOON).untilAsserted(() -> assertThat(asked()).containsExactlyInAnyOrderElementsOf(both));
            }
        }
    }

    private List<InetSocketAddress> asked() {
        RegistryService<?> registry = RegistryFactory.getInstance();
        return registry.aliveLookup(group);
    }

    @Test
    void tcThatRefusesIsLeftAloneForAWhile() {
        try (FakeTc refusing = FakeTc.refusingAt(first)) {
            reconnection.start();
            await().atMost(SOON).until(() -> !refusing.registered().isEmpty());

            // Ten looks.
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);

            assertThat(refusing.registered()).hasSize(1);
        }
    }

    @Test
    void stoppedItLooksNoMore() {
        reconnection.start();
        reconnection.stop();

        try (FakeTc one = FakeTc.at(first)) {
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(one.registered()).isEmpty();
        }
    }

    /** Those that there are already, and those that come. */
    @Test
    void everyConnectionHasATimelyHeartbeat() {
        HeartbeatListener heartbeats = new HeartbeatListener(clients);
        try (FakeTc one = FakeTc.at(first);
                FakeTc two = FakeTc.at(second)) {
            clients.connectTo(clients.addresses().subList(0, 1));
            heartbeats.start();
            reconnection.start();
            awaitBoth(one);
            awaitBoth(two);
            await().atMost(SOON)
                    .untilAsserted(() -> clients.forEachChannel(channel -> assertThat(channel.pipeline())
                            .anySatisfy(entry -> assertThat(entry.getValue()).isInstanceOf(TimelyHeartbeat.class))));
        } catch (Exception unreachable) {
            throw new AssertionError(unreachable);
        } finally {
            heartbeats.stop();
        }
    }

    private static void awaitBoth(FakeTc tc) {
        await().atMost(SOON).untilAsserted(() -> assertThat(tc.registered()).containsExactly("RM", "TM"));
    }

    private static long lines(CapturedOutput log, String text) {
        return log.getAll().lines().filter(line -> line.contains(text)).count();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
