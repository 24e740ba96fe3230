package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: what a system is equipped with is all that its applications have beside themselves, and each has its own heap. */
class EquipmentTests {

    private static final Equipment OTHER = new Equipment(List.of("baseline"), List.of("-XX:+UseParallelGC"), false);

    @TempDir
    Path root;

    @BeforeEach
    void build() throws IOException {
        PackedJars.pack(
                root,
                "order-service",
                "goods-service",
                "user-service",
                "seata-server",
                "amqp-broker",
                "fault-injection",
                "recording",
                "baseline");
    }

    @Test
    void standardIsFaultsBeforeRecordingsAndSmallJvms() {
        Parts parts = parts(installation());

        assertThat(jars(parts.orderService(Parts.ORDER, 1)))
                .containsExactly("application.jar", "fault-injection.jar", "recording.jar");
        assertThat(parts.orderService(Parts.ORDER, 1).command())
                .contains("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    @Test
    void clientsOfTheTcHaveTheModulesOfTheEquipmentAndTheOthersHaveNone() {
        Parts parts = parts(installation(OTHER));

        assertThat(List.of(parts.orderService(Parts.ORDER, 1), parts.goodsService(Parts.GOODS, 2)))
                .allSatisfy(service -> assertThat(jars(service)).containsExactly("application.jar", "baseline.jar"));
        assertThat(List.of(parts.userService(), parts.coordinator(Parts.TC, 1, 3, 4), parts.broker()))
                .allSatisfy(part -> assertThat(jars(part)).containsExactly("application.jar"));
    }

    @Test
    void everyJvmHasTheOptionsOfTheEquipmentAndItsOwnHeap() {
        Parts parts = parts(installation(OTHER));

        assertThat(heaps(parts, "-XX:+UseParallelGC"))
                .containsExactly("-Xmx320m", "-Xmx320m", "-Xmx320m", "-Xmx192m", "-Xmx64m");
        assertThat(heaps(parts, "-XX:+UseSerialGC")).isEmpty();
    }

    /** So can a second order service be sent to a second goods service. */
    @Test
    void environmentThatAPartIsStartedWithReplacesItsOwn() {
        Part second = parts(installation()).orderService(Parts.ORDER_2, 1);

        Map<String, String> expected = new HashMap<>(second.environment());
        assertThat(expected.put("GOODS_URL", "http://goods-2")).isNotNull();

        assertThat(second.with(Map.of("GOODS_URL", "http://goods-2")).environment())
                .isEqualTo(expected);
    }

    /** Of all who have that option before their main class. */
    private static List<String> heaps(Parts parts, String option) {
        return Stream.of(
                        parts.orderService(Parts.ORDER, 1),
                        parts.goodsService(Parts.GOODS, 2),
                        parts.userService(),
                        parts.coordinator(Parts.TC, 1, 3, 4),
                        parts.broker())
                .map(part -> part.command().subList(0, part.command().indexOf("Main")))
                .filter(options -> options.contains(option))
                .flatMap(options -> options.stream().filter(heap -> heap.startsWith("-Xmx")))
                .toList();
    }

    private static List<String> jars(Part part) {
        String classPath = part.command().get(part.command().indexOf("-cp") + 1);
        return Stream.of(classPath.split(File.pathSeparator))
                .map(jar -> Path.of(jar).getFileName().toString())
                .toList();
    }

    private Parts parts(Installation installation) {
        return new Parts(installation, Secrets.of(root));
    }

    private Installation installation() {
        return new Installation(root, root, Ports.free(12_000, 15_000), Map.of(), Map.of(), Topology.STANDARD);
    }

    private Installation installation(Equipment equipment) {
        return new Installation(
                root, root, Ports.free(12_000, 15_000), Map.of(), Map.of(), Topology.STANDARD, equipment);
    }
}
