package com.changgou.faultmatrix.wire;

import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.wire.TapLog.Entry;
import com.changgou.faultmatrix.wire.TapLog.Kind;
import com.changgou.faultmatrix.wire.Trigger.Shot;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.seata.core.protocol.AbstractMessage;
import org.apache.seata.core.protocol.transaction.BranchRegisterRequest;
import org.apache.seata.core.protocol.transaction.GlobalCommitRequest;
import org.apache.seata.core.protocol.transaction.GlobalCommitResponse;
import org.apache.seata.core.protocol.transaction.GlobalStatusRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariant: an action runs once, exactly before, after or instead of its message, and nobody else waits for it. */
@Timeout(60)
class TriggerTests {

    private static final byte[] PING = SeataBytes.ping(1);
    private static final byte[] COMMIT = commit(2, "one");
    private static final byte[] COMMITTED = SeataBytes.response(2, SeataBytes.ended(new GlobalCommitResponse()));

    private final ServerSocket listening = Pair.listen();
    private final TapLog log = new TapLog(1_000);
    private final Tap tap = Tap.ofSeata("order to tc", 0, listening.getLocalPort(), log);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() throws IOException {
        mayEnd.countDown();
        tap.close();
        listening.close();
    }

    @Test
    void beforeHoldsTheMessageAndWhatFollowsUntilTheActionHasEnded() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").before(this::untilTold);
        tap.arm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, PING);
            assertThat(pair.receive(TO_TARGET, PING.length)).isEqualTo(PING);
            pair.send(TO_TARGET, COMMIT);
            pair.send(TO_TARGET, PING);

            Shot shot = soon(trigger.fired());
            assertThat(pair.isSilent(TO_TARGET, 200)).isTrue();
            pair.send(TO_CLIENT, PING);
            assertThat(pair.isSilent(TO_CLIENT, 200))
                    .as("the other way waits, too")
                    .isTrue();
            assertThat(trigger.done()).isNotDone();

            mayEnd.countDown();
            assertThat(pair.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
            assertThat(pair.receive(TO_TARGET, PING.length)).isEqualTo(PING);
            assertThat(pair.receive(TO_CLIENT, PING.length)).isEqualTo(PING);
            assertThat(soon(trigger.done())).isEqualTo(shot);
            assertThat(shot.edge()).isEqualTo("order to tc");
            assertThat(shot.frame().name()).isEqualTo("GlobalCommitRequest");
            assertThat(shot.xid()).isEqualTo("one");
            assertThat(shot.at()).isBetween(Instant.now().minusSeconds(10), Instant.now());
        }
        assertThat(log.entries())
                .extracting(Entry::text)
                .containsSubsequence(
                        "HeartbeatPing 1",
                        "BEFORE GlobalCommitRequest 1 TO_TARGET fires",
                        "BEFORE GlobalCommitRequest 1 TO_TARGET is done",
                        "GlobalCommitRequest 2 of one",
                        "HeartbeatPing 1");
    }

    @Test
    void afterFindsTheMessageAtTheReceiver() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").after(this::untilTold);
        tap.arm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            pair.send(TO_TARGET, PING);

            assertThat(pair.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
            soon(trigger.fired());
            assertThat(pair.isSilent(TO_TARGET, 200)).isTrue();

            mayEnd.countDown();
            assertThat(pair.receive(TO_TARGET, PING.length)).isEqualTo(PING);
            assertThat(soon(trigger.done()).frame().id()).isEqualTo(2);
        }
    }

    @Test
    void insteadDropsTheMessageAndNothingElse() throws IOException {
        Trigger trigger = Trigger.when(TO_CLIENT, "GlobalCommitResponse").instead(() -> {});
        tap.arm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            assertThat(pair.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
            pair.send(TO_CLIENT, COMMITTED);
            pair.send(TO_CLIENT, PING);

            assertThat(pair.receive(TO_CLIENT, PING.length)).isEqualTo(PING);
            assertThat(soon(trigger.done()).frame().messages().get(0).xid()).isEqualTo("one");
            assertThat(tap.bytesDropped(TO_CLIENT)).isEqualTo(COMMITTED.length);

            pair.send(TO_CLIENT, COMMITTED);
            assertThat(pair.receive(TO_CLIENT, COMMITTED.length))
                    .as("only once")
                    .isEqualTo(COMMITTED);
        }
        assertThat(log.entries(Kind.DROPPED))
                .extracting(Entry::text)
                .containsExactly("GlobalCommitResponse 2 of one: a trigger dropped it");
    }

    @Test
    void onlyTheNthOfItsTransactionAndDirectionCounts() throws IOException {
        Trigger third = Trigger.when(TO_TARGET, "GlobalCommitRequest").nth(3).instead(() -> {});
        Trigger secondOfTwo =
                Trigger.when(TO_TARGET, "GlobalCommitRequest").of("two").nth(2).instead(() -> {});
        Trigger otherWay = Trigger.when(TO_CLIENT, "GlobalCommitRequest").instead(() -> {});
        List.of(third, secondOfTwo, otherWay).forEach(tap::arm);
        try (Pair pair = Pair.connect(tap, listening)) {
            for (int id = 1; id <= 6; id++) {
                pair.send(TO_TARGET, commit(id, id % 2 == 0 ? "two" : "one"));
            }
            for (int id : List.of(1, 2, 5, 6)) {
                byte[] expected = commit(id, id % 2 == 0 ? "two" : "one");
                assertThat(pair.receive(TO_TARGET, expected.length))
                        .as("id %s", id)
                        .isEqualTo(expected);
            }
        }
        assertThat(soon(third.fired()).frame().id()).isEqualTo(3);
        assertThat(soon(secondOfTwo.fired()).frame().id()).isEqualTo(4);
        assertThat(otherWay.fired()).isNotDone();
    }

    /** Two triggers of one frame; the second one of two messages in it. */
    @Test
    void messagesInAnEnvelopeCountAndTheEnvelopeIsDropped() throws IOException {
        List<AbstractMessage> questions = List.of(
                SeataBytes.register(new BranchRegisterRequest(), "one"),
                SeataBytes.end(new GlobalStatusRequest(), "one"),
                SeataBytes.register(new BranchRegisterRequest(), "two"));
        Trigger second = Trigger.when(TO_TARGET, "BranchRegisterRequest").nth(2).instead(() -> {});
        Trigger status = Trigger.when(TO_TARGET, "GlobalStatusRequest").before(() -> {});
        tap.arm(second);
        tap.arm(status);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, SeataBytes.request(9, SeataBytes.merged(List.of(1, 2, 3), questions)));
            pair.send(TO_TARGET, PING);
            assertThat(pair.receive(TO_TARGET, PING.length)).isEqualTo(PING);
        }
        assertThat(soon(second.done()).frame().name()).isEqualTo("MergedWarpMessage");
        assertThat(soon(status.done()).frame().id()).isEqualTo(9);
    }

    @Test
    void anotherConnectionDoesNotWait() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").before(this::untilTold);
        tap.arm(trigger);
        try (Pair held = Pair.connect(tap, listening);
                Pair other = Pair.connect(tap, listening)) {
            held.send(TO_TARGET, COMMIT);
            soon(trigger.fired());
            for (int i = 0; i < 20; i++) {
                other.send(TO_TARGET, COMMIT);
                assertThat(other.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
            }
            assertThat(trigger.done()).as("the others did not wait for it").isNotDone();
            mayEnd.countDown();
            assertThat(held.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
        }
    }

    @Test
    void anActionMayCutItsOwnWay() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").before(tap::cut);
        tap.arm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            assertThat(pair.receive(TO_TARGET, 1)).isEmpty();
            soon(trigger.done());
        }
        await().untilAsserted(() -> assertThat(log.entries(Kind.DROPPED))
                .singleElement()
                .extracting(Entry::text)
                .asString()
                .startsWith("GlobalCommitRequest 2 of one: "));
        assertThat(tap.bytesPassed(TO_TARGET)).isZero();
    }

    @Test
    void anActionMayOpenABlackHoleForItsOwnMessage() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").before(() -> tap.blackHole(TO_TARGET));
        tap.arm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            await().until(() -> tap.bytesDropped(TO_TARGET) == COMMIT.length);
            tap.heal();
            pair.send(TO_TARGET, PING);
            assertThat(pair.receive(TO_TARGET, PING.length))
                    .as("only a whole frame was lost: the connection lives on")
                    .isEqualTo(PING);
        }
    }

    @Test
    void whatDoesNotPassDoesNotFire() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").after(() -> {});
        tap.arm(trigger);
        tap.blackHole(TO_TARGET);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            await().until(() -> tap.bytesDropped(TO_TARGET) == COMMIT.length);
            assertThat(trigger.fired()).isNotDone();
            tap.heal();
            tap.limit(TO_TARGET, COMMIT.length - 1);
            pair.send(TO_TARGET, COMMIT);
            assertThatThrownBy(() -> soon(trigger.fired()))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("GlobalCommitRequest 2 of one did not pass");
        }
    }

    @Test
    void aFailedActionIsNoWitness() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").before(() -> {
            throw new IllegalStateException("no such process");
        });
        tap.arm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            assertThat(pair.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
        }
        assertThatThrownBy(() -> soon(trigger.done())).hasMessageContaining("no such process");
        assertThat(log.entries(Kind.TRIGGER)).extracting(Entry::text).anyMatch(text -> text.contains("failed"));
    }

    @Test
    void aDisarmedTriggerIsDeaf() throws IOException {
        Trigger trigger = Trigger.when(TO_TARGET, "GlobalCommitRequest").instead(() -> {});
        tap.arm(trigger);
        tap.disarm(trigger);
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            assertThat(pair.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
        }
        assertThat(trigger.fired()).isNotDone();
    }

    @Test
    void aDisarmedTapIsDeafToAllOfThem() throws IOException {
        List<Trigger> triggers = Stream.of(1, 2)
                .map(number -> Trigger.when(TO_TARGET, "GlobalCommitRequest").instead(() -> {}))
                .toList();
        triggers.forEach(tap::arm);
        tap.disarm();
        try (Pair pair = Pair.connect(tap, listening)) {
            pair.send(TO_TARGET, COMMIT);
            assertThat(pair.receive(TO_TARGET, COMMIT.length)).isEqualTo(COMMIT);
        }
        assertThat(triggers).noneMatch(trigger -> trigger.fired().isDone());
    }

    @Test
    void anEdgeOfBytesHasNoMoments() {
        try (Tap bytes = Tap.ofBytes("order to goods", 0, listening.getLocalPort(), log)) {
            assertThatThrownBy(() -> bytes.arm(Trigger.when(TO_TARGET, "x").before(() -> {})))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("order to goods carries no messages of Seata");
        }
    }

    /** A begin does not know its XID yet; its answer tells. */
    @Test
    void theLogKnowsTheMessagesOfATransaction() throws IOException {
        try (Pair pair = Pair.connect(tap, listening)) {
            exchange(pair, SeataBytes.request(1, SeataBytes.begin()), SeataBytes.response(1, SeataBytes.begun("one")));
            exchange(pair, SeataBytes.request(2, SeataBytes.begin()), SeataBytes.response(2, SeataBytes.begun("two")));
            exchange(pair, commit(3, "two"), SeataBytes.response(3, SeataBytes.ended(new GlobalCommitResponse())));
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(log.of("two"))
                        .extracting(seen ->
                                seen.message().id() + " " + seen.message().name())
                        .containsExactly(
                                "2 GlobalBeginRequest",
                                "2 GlobalBeginResponse",
                                "3 GlobalCommitRequest",
                                "3 GlobalCommitResponse"));
    }

    private static void exchange(Pair pair, byte[] question, byte[] answer) throws IOException {
        pair.send(TO_TARGET, question);
        assertThat(pair.receive(TO_TARGET, question.length)).isEqualTo(question);
        pair.send(TO_CLIENT, answer);
        assertThat(pair.receive(TO_CLIENT, answer.length)).isEqualTo(answer);
    }

    private static byte[] commit(int id, String xid) {
        return SeataBytes.request(id, SeataBytes.end(new GlobalCommitRequest(), xid));
    }

    /** Or a message that never passes would be waited for, for ever. */
    private static Shot soon(CompletableFuture<Shot> shot) {
        return shot.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void untilTold() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
