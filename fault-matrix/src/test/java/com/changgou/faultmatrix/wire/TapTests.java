package com.changgou.faultmatrix.wire;

import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.wire.TapLog.Entry;
import com.changgou.faultmatrix.wire.TapLog.Kind;
import io.netty.channel.ChannelException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant: a tap without a fault cannot be told from a wire, and each fault does what it says in its direction and nothing else. */
@Timeout(60)
class TapTests {

    private static final int MEGABYTE = 1 << 20;

    private final ServerSocket listening = Pair.listen();
    private final TapLog log = new TapLog(1_000);
    private final Tap tap = Tap.ofBytes("edge", 0, listening.getLocalPort(), log);

    @AfterEach
    void close() throws IOException {
        tap.close();
        listening.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyByteArrivesInOrderBothWaysAtOnce(boolean seata) throws IOException {
        try (Tap wire = seata ? Tap.ofSeata("edge", 0, listening.getLocalPort(), log) : tap;
                Pair pair = Pair.connect(wire, listening)) {
            byte[] there = random(10 * MEGABYTE, 1);
            byte[] back = random(10 * MEGABYTE, 2);
            CompletableFuture<Void> sending = CompletableFuture.allOf(
                    sendInChunks(pair.sender(TO_TARGET), there, 3), sendInChunks(pair.sender(TO_CLIENT), back, 4));
            CompletableFuture<byte[]> arriving = CompletableFuture.supplyAsync(
                    () -> unchecked(() -> pair.receive(TO_CLIENT, back.length)), TapTests::inThread);

            assertThat(pair.receive(TO_TARGET, there.length)).isEqualTo(there);
            assertThat(arriving.join()).isEqualTo(back);
            sending.join();
            assertThat(wire.bytesPassed(TO_TARGET)).isEqualTo(there.length);
            assertThat(wire.bytesPassed(TO_CLIENT)).isEqualTo(back.length);
        }
    }

    /** What the kernel's buffers take on the way is a few megabytes; the rest stays with the sender. */
    @ParameterizedTest
    @EnumSource
    void aSlowReceiverHoldsTheSenderBack(Direction direction) throws IOException {
        byte[] data = random(64 * MEGABYTE, 5);
        AtomicLong sent = new AtomicLong();
        try (Pair pair = Pair.connect(tap, listening)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> unchecked(() -> {
                        for (int at = 0; at < data.length; at += 8192) {
                            pair.sender(direction).getOutputStream().write(data, at, 8192);
                            sent.addAndGet(8192);
                        }
                        return null;
                    }),
                    TapTests::inThread);

            long[] before = {-1};
            await().pollInterval(Duration.ofMillis(500)).until(() -> {
                boolean stuck = sent.get() == before[0];
                before[0] = sent.get();
                return stuck;
            });
            assertThat(sent.get()).isLessThan(32 * MEGABYTE);

            assertThat(pair.receive(direction, data.length)).isEqualTo(data);
            sending.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoHasSentItsLastStillGetsAnAnswer(Direction direction) throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(direction, (byte) 1, (byte) 2);
            pair.sender(direction).shutdownOutput();

            assertThat(pair.receive(direction, 100)).containsExactly(1, 2);
            pair.send(direction.opposite(), (byte) 3);
            assertThat(pair.receive(direction.opposite(), 1)).containsExactly(3);
            assertThat(tap.openConnections()).isOne();

            pair.receiver(direction).shutdownOutput();
            assertThat(pair.receive(direction.opposite(), 1)).isEmpty();
            await().until(() -> tap.openConnections() == 0);
        }
        assertThat(log.entries())
                .extracting(Entry::kind)
                .containsExactly(Kind.CONNECTED, Kind.HALF_CLOSED, Kind.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void theResetOfOneSideEndsTheOther(Direction direction) throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            assertThat(pair.works()).isTrue();
            pair.sender(direction).setSoLinger(true, 0);
            pair.sender(direction).close();

            assertThat(pair.receive(direction, 1)).isEmpty();
            await().until(() -> tap.openConnections() == 0);
        }
    }

    /** A closed socket says no more than one that is closed for sending only, until somebody writes to it. */
    @ParameterizedTest
    @EnumSource
    void whoSendsToSomebodyWhoIsGoneIsTold(Direction direction) throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            assertThat(pair.works()).isTrue();
            pair.sender(direction).close();
            assertThat(pair.receive(direction, 1)).isEmpty();

            await().untilAsserted(() -> assertThatThrownBy(() -> pair.send(direction.opposite(), (byte) 1))
                    .isInstanceOf(SocketException.class));
            await().until(() -> tap.openConnections() == 0);
        }
    }

    /** The target has seen a connection that the tap has not heard of yet. */
    @Test
    void cutEndsWhatIsBeingConnected() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Pair pair = Pair.connect(tap, listening)) {
                tap.cut();
                assertThat(pair.receive(TO_CLIENT, 1)).isEmpty();
                assertThat(pair.receive(TO_TARGET, 1)).isEmpty();
                tap.heal();
            }
        }
    }

    @Test
    void cutEndsConnectionsAndRefusesNewOnesUntilHealed() throws IOException {
        try (Pair first = Pair.connect(tap, listening);
                Pair second = Pair.connect(tap, listening)) {
            assertThat(first.works() && second.works()).isTrue();
            tap.cut();

            for (Direction direction : Direction.values()) {
                assertThat(first.receive(direction, 1)).isEmpty();
                assertThat(second.receive(direction, 1)).isEmpty();
            }
            assertThat(tap.openConnections()).isZero();
            assertThatThrownBy(() -> Pair.connect(tap)).isInstanceOf(ConnectException.class);
        }
        int port = tap.port();
        tap.heal();
        assertThat(tap.port()).isEqualTo(port);
        try (Pair pair = Pair.connect(tap, listening)) {
            assertThat(pair.works()).isTrue();
        }
        assertThat(tap.connections()).isEqualTo(3);
        assertThat(log.entries())
                .extracting(Entry::connection, Entry::text)
                .containsSubsequence(tuple(0, "cut"), tuple(1, "both sides"), tuple(2, "both sides"), tuple(0, "heal"));
    }

    @ParameterizedTest
    @EnumSource
    void blackHoleSwallowsOneWayAndKeepsConnectionsOpen(Direction direction) throws IOException {
        try (Pair old = Pair.connect(tap, listening)) {
            assertThat(old.works()).isTrue();
            tap.blackHole(direction);
            try (Pair fresh = Pair.connect(tap, listening)) {
                for (Pair pair : new Pair[] {old, fresh}) {
                    pair.send(direction, new byte[100]);
                    pair.sender(direction).shutdownOutput();
                    pair.send(direction.opposite(), (byte) 9);
                    assertThat(pair.receive(direction.opposite(), 1)).containsExactly(9);
                    assertThat(pair.isSilent(direction, 200)).isTrue();
                }
                assertThat(tap.bytesDropped(direction)).isEqualTo(200);
                assertThat(tap.bytesDropped(direction.opposite())).isZero();
                assertThat(tap.openConnections()).isEqualTo(2);
            }
        }
        assertThat(log.entries(Kind.DROPPED))
                .extracting(Entry::connection, Entry::text)
                .contains(tuple(1, "100 bytes: black hole"), tuple(1, "the end: black hole"));
    }

    /** A black hole takes more than any buffer holds. */
    @Test
    void blackHoleIsBottomless() throws IOException {
        tap.blackHole(TO_TARGET);
        try (Pair pair = Pair.connect(tap, listening)) {
            sendInChunks(pair.sender(TO_TARGET), new byte[64 * MEGABYTE], 8);
            await().until(() -> tap.bytesDropped(TO_TARGET) == 64 * MEGABYTE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void healEndsWhatHasLostBytesAndKeepsTheRest(Direction direction) throws IOException {
        try (Pair lost = Pair.connect(tap, listening);
                Pair quiet = Pair.connect(tap, listening)) {
            tap.blackHole(direction);
            lost.send(direction, (byte) 1);
            await().until(() -> tap.bytesDropped(direction) == 1);
            tap.heal();

            assertThat(lost.receive(direction, 1)).isEmpty();
            assertThat(quiet.works()).isTrue();
        }
    }

    @Test
    void passLeavesWhatHasLostBytesAsItIs() throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            tap.blackHole(TO_TARGET);
            pair.send(TO_TARGET, (byte) 1);
            await().until(() -> tap.bytesDropped(TO_TARGET) == 1);
            tap.pass();

            pair.send(TO_TARGET, (byte) 2);
            assertThat(pair.receive(TO_TARGET, 1)).containsExactly(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void delayHoldsOneWayBackAndDoesNotAddUp(Direction direction) throws Exception {
        tap.delay(direction, Duration.ofSeconds(1));
        try (Pair pair = Pair.connect(tap, listening)) {
            long start = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                pair.send(direction, (byte) i);
                Thread.sleep(20); // a pace, and no wait for anything
            }
            pair.send(direction.opposite(), (byte) 9);
            assertThat(pair.receive(direction.opposite(), 1)).containsExactly(9);
            assertThat(millisSince(start)).as("the other way").isLessThan(900);

            assertThat(pair.receive(direction, 1)).containsExactly(0);
            assertThat(millisSince(start)).as("the first").isGreaterThanOrEqualTo(1_000);
            assertThat(pair.receive(direction, 4)).containsExactly(1, 2, 3, 4);
            assertThat(millisSince(start)).as("the last").isBetween(1_080L, 1_900L);
        }
    }

    @Test
    void whatWasDelayedPassesWhenTheFaultEnds() throws IOException {
        tap.delay(TO_TARGET, Duration.ofHours(1));
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, (byte) 1);
            pair.sender(TO_TARGET).shutdownOutput();
            assertThat(pair.isSilent(TO_TARGET, 200)).isTrue();

            tap.heal();
            assertThat(pair.receive(TO_TARGET, 2)).containsExactly(1);
        }
    }

    @Test
    void aShorterDelayIsNotKeptUpByALongerOneBeforeIt() throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            tap.delay(TO_TARGET, Duration.ofHours(1));
            pair.send(TO_TARGET, (byte) 1);
            assertThat(pair.isSilent(TO_TARGET, 100)).isTrue();
            tap.heal();
            assertThat(pair.receive(TO_TARGET, 1)).containsExactly(1);

            tap.delay(TO_TARGET, Duration.ofMillis(50));
            pair.send(TO_TARGET, (byte) 2);
            assertThat(pair.receive(TO_TARGET, 1)).containsExactly(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"TO_TARGET, 1", "TO_TARGET, 70000", "TO_CLIENT, 1", "TO_CLIENT, 70000"})
    void limitPassesSoManyBytesAndCuts(Direction direction, int limit) throws IOException {
        byte[] data = random(100_000, 6);
        try (Pair pair = Pair.connect(tap, listening)) {
            tap.limit(direction, limit);
            sendInChunks(pair.sender(direction), data, 7);

            assertThat(pair.receive(direction, data.length)).isEqualTo(Arrays.copyOf(data, limit));
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> Pair.connect(tap)).isInstanceOf(ConnectException.class));
            assertThat(tap.bytesPassed(direction)).isEqualTo(limit);
        }
        tap.heal();
        try (Pair pair = Pair.connect(tap, listening)) {
            assertThat(pair.works()).isTrue();
        }
    }

    @Test
    void limitOfNothingIsACut() throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            tap.limit(TO_TARGET, 0);
            assertThat(pair.receive(TO_TARGET, 1)).isEmpty();
        }
    }

    @Test
    void clientIsSentAwayWhileNobodyListens() throws IOException {
        listening.close();
        // It may learn so while it still sets its socket up.
        assertThatThrownBy(() -> {
                    try (Socket client = Pair.connect(tap)) {
                        client.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
        await().untilAsserted(() -> assertThat(log.entries(Kind.UNREACHABLE)).hasSize(1));
        await().untilAsserted(() -> assertThat(tap.openConnections()).isZero());
    }

    @Test
    void portIsRefusedThatIsTaken() {
        assertThatThrownBy(() -> Tap.ofBytes("second", tap.port(), listening.getLocalPort(), log))
                .isInstanceOf(ChannelException.class)
                .hasMessageContaining("second cannot listen on port " + tap.port());
    }

    @Test
    void theLogKeepsTheLastAndSaysHowManyAreGone() {
        TapLog small = new TapLog(2);
        for (int i = 1; i <= 5; i++) {
            small.add("edge", 0, Kind.FAULT, null, "fault " + i, null);
        }
        assertThat(small.entries()).extracting(Entry::text).containsExactly("fault 4", "fault 5");
        assertThat(small.entries()).extracting(Entry::seq).containsExactly(4L, 5L);
        assertThat(small.forgotten()).isEqualTo(3);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** As long as somebody takes them. */
    private static CompletableFuture<Void> sendInChunks(Socket sender, byte[] data, long seed) {
        return CompletableFuture.runAsync(
                () -> {
                    Random random = new Random(seed);
                    try {
                        OutputStream out = sender.getOutputStream();
                        for (int at = 0, chunk; at < data.length; at += chunk) {
                            chunk = Math.min(
                                    data.length - at, 1 + random.nextInt(random.nextBoolean() ? 100 : 100_000));
                            out.write(data, at, chunk);
                        }
                    } catch (IOException cut) {
                        // The receiver says what has arrived.
                    }
                },
                TapTests::inThread);
    }

    private static void inThread(Runnable task) {
        new Thread(task, "peer").start();
    }

    private interface Io<T> {

        T run() throws IOException;
    }

    private static <T> T unchecked(Io<T> io) {
        try {
            return io.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
