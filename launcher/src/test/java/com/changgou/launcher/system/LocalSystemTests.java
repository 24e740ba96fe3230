package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemTests {

    @TempDir
    Path home;

    @Test
    void takenPortIsAClearErrorAndStartsNothing() throws IOException {
        Ports ports = Ports.free(12_000, 15_000);
        try (ServerSocket taken = new ServerSocket(ports.goods(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> system(ports).start())
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is taken")
                    .hasMessageContaining("--goods-port, GOODS_PORT");
        }
        assertThat(home.resolve("logs")).doesNotExist();
    }

    @Test
    void twoLaunchersDoNotShareAHome() throws IOException {
        try (RandomAccessFile file =
                        new RandomAccessFile(home.resolve("launcher.lock").toFile(), "rw");
                FileChannel other = file.getChannel()) {
            other.lock();
            assertThatThrownBy(() -> system(Ports.free(12_000, 15_000)).start())
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("Another launcher");
        }
    }

    @Test
    void whoHoldsTheLockIsNamed() {
        HomeLock first = new HomeLock(home);
        first.acquire();
        try {
            assertThatThrownBy(() -> new HomeLock(home).acquire())
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")");
        } finally {
            first.release();
        }
    }

    /** A benchmark whose referee logged in for each look was nearly half of the TC's profile itself. */
    @Test
    void whoLooksAtTheTcLogsInOnce() {
        LocalSystem system = system(Ports.free(12_000, 15_000));

        assertThat(system.tcConsole()).isSameAs(system.tcConsole()).isSameAs(system.coordinator());
    }

    @Test
    void systemEndsWhenItsLastPartIsGone() throws Exception {
        LocalSystem system = system(Ports.free(12_000, 15_000));
        Ledger ledger = new Ledger(home);
        Process order = new ProcessBuilder("sleep", "60").start();
        Process goods = new ProcessBuilder("sleep", "60").start();
        ledger.write(Parts.ORDER, order.toHandle());
        ledger.write(Parts.GOODS, goods.toHandle());
        CompletableFuture<Void> end = CompletableFuture.runAsync(system::awaitEnd);

        order.destroy();
        order.waitFor();
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> !end.isDone());
        goods.destroy();

        assertThat(end).succeedsWithin(Duration.ofSeconds(5));
    }

    /** A TC whose database does not answer yet does not come up, and a service without a TC neither. */
    @Test
    void twoTcsStartAfterTheirDatabaseAndBeforeTheServices() {
        LocalSystem system = system(Topology.STANDARD.with(new Topology.TcStore.OwnDatabase(2)));

        assertThat(system.ownParts())
                .containsSubsequence(Parts.TC_DB, Parts.TC, Parts.TC_2, Parts.GOODS)
                .containsSubsequence(Parts.TC_2, Parts.ORDER);
        assertThat(new Parts(system.installation(), Secrets.of(home))
                        .startOrder().stream().filter(group -> group.contains(Parts.TC) || group.contains(Parts.TC_2)))
                .singleElement()
                .isEqualTo(List.of(Parts.TC, Parts.TC_2));
        assertThat(LocalSystem.PARTS).containsAll(system.ownParts());
    }

    /** What a part lacks may be another one, of which its own log says nothing. */
    @Test
    void failedStartSaysHowEveryPartIs() throws IOException {
        PackedJars.pack(home, "order-service", "goods-service", "user-service", "seata-server", "amqp-broker");
        Path fullDisk = home.resolve("mysqld");
        Files.writeString(fullDisk, "#!/bin/sh\necho 'Ver 9.0 and no room'\n[ $2 = --version ]\n");
        Files.setPosixFilePermissions(fullDisk, PosixFilePermissions.fromString("rwx------"));

        LocalSystem system = system(new Topology(
                new Topology.Databases.MySql(fullDisk),
                new Topology.Broker.Embedded(),
                new Topology.TcStore.Files(),
                false,
                false));

        assertThatThrownBy(system::start)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("no room")
                .hasMessageContaining("The parts: order-db does not run, ")
                .hasMessageContaining("goods-service does not run, ");
    }

    @Test
    void secretsAreForTheirUserOnly() throws IOException {
        LocalSystem first = system(Ports.free(12_000, 15_000));
        LocalSystem second = system(Ports.free(12_000, 15_000));
        assertThat(second.consolePassword()).isEqualTo(first.consolePassword()).hasSize(64);
        assertThat(Files.getPosixFilePermissions(home.resolve("secrets.properties")))
                .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }

    private LocalSystem system(Ports ports) {
        return system(ports, Topology.STANDARD);
    }

    private LocalSystem system(Topology topology) {
        return system(Ports.free(12_000, 15_000), topology);
    }

    private LocalSystem system(Ports ports, Topology topology) {
        return new LocalSystem(new Installation(home, home, ports, Map.of(), Map.of(), topology), Progress.SILENT);
    }
}
