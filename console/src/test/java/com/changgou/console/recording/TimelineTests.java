package com.changgou.console.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.console.recording.Event.Kind;
import com.changgou.console.recording.Event.Lane;
import com.changgou.console.recording.Recorders.Entry;
import com.changgou.console.recording.Recorders.Parts;
import com.changgou.proof.TcConsole.SeenMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariant: each message is one arrow, whoever has seen it, and one that did not arrive does not look as if it had. */
class TimelineTests {

    private static final Instant BEGIN = Instant.parse("2026-11-26T11:00:00Z");

    @Test
    void messageSeenAtBothEndsIsOneArrowAtTheTimeOfItsSender() {
        List<Event> events = Timeline.of(new Parts(
                List.of(message(2, "tm", true, "GlobalBeginRequest", "1", false)),
                List.of(),
                List.of(seen(5, true, "order-service", "GlobalBeginRequest", "1", false))));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).at()).isEqualTo(BEGIN.plusMillis(2));
        assertThat(events.get(0).from()).isEqualTo(Lane.TM);
        assertThat(events.get(0).to()).isEqualTo(Lane.TC);
        assertThat(events.get(0).arrived()).isTrue();
    }

    @Test
    void requestThatTheTcHasNotSeenIsLostAndUnknownWhereItKeepsNothing() {
        List<Entry> sent = List.of(message(2, "rm", true, "BranchRegisterRequest", "7", false));

        assertThat(Timeline.of(new Parts(List.of(), sent, List.of())).get(0).arrived())
                .isFalse();
        assertThat(Timeline.of(new Parts(List.of(), sent, null)).get(0).arrived())
                .isNull();
    }

    @Test
    void requestOfTheTcThatNoBranchHasSeenIsLost() {
        Event lost = Timeline.of(new Parts(
                        List.of(),
                        List.of(),
                        List.of(seen(5, false, "goods-service", "BranchRollbackRequest", "3", false))))
                .get(0);

        assertThat(lost.from()).isEqualTo(Lane.TC);
        assertThat(lost.to()).isEqualTo(Lane.RM_GOODS);
        assertThat(lost.arrived()).isFalse();
    }

    @Test
    void answerNamesItsRequestAndNotOneOfAnotherServiceWithTheSameId() {
        List<Event> events = Timeline.of(new Parts(
                List.of(message(1, "rm", true, "BranchRegisterRequest", "7", false)),
                List.of(
                        message(2, "rm", true, "BranchRegisterRequest", "7", false),
                        message(3, "rm", false, "BranchRegisterResponse", "7", true)),
                null));

        assertThat(events).extracting(Event::from).containsExactly(Lane.RM_ORDERS, Lane.RM_GOODS, Lane.TC);
        assertThat(events.get(2).answers()).isEqualTo(2);
    }

    @Test
    void branchesOfTheOrderServiceAreNotItsTm() {
        assertThat(Timeline.of(new Parts(
                        List.of(
                                message(1, "rm", true, "BranchRegisterRequest", "7", false),
                                message(2, "tm", true, "GlobalCommitRequest", "8", false)),
                        List.of(),
                        null)))
                .extracting(Event::from)
                .containsExactly(Lane.RM_ORDERS, Lane.TM);
    }

    @Test
    void answerThatTheCallerDidNotGetIsLost() {
        List<Event> events = Timeline.of(new Parts(
                List.of(
                        http(1, "client", true, "POST /stock/deductions", "1", false, Map.of()),
                        http(9, "client", false, "IOException", "1", true, Map.of("error", "cut off"))),
                List.of(
                        http(2, "server", false, "POST /stock/deductions", "4", false, Map.of()),
                        http(8, "server", true, "200", "4", true, Map.of())),
                null));

        assertThat(events).extracting(Event::name).containsExactly("POST /stock/deductions", "200");
        assertThat(events).extracting(Event::arrived).containsExactly(true, false);
        assertThat(events.get(1).answers()).isEqualTo(1);
    }

    /** It was disconnected while the message left: not of any service, and no reason to lose the recording. */
    @Test
    void messageToSomebodyWhomTheTcDoesNotKnowIsLeftOut() {
        SeenMessage nobodys =
                new SeenMessage(5, BEGIN, false, null, null, "BranchCommitRequest", "3", false, null, Map.of());

        assertThat(Timeline.of(new Parts(List.of(), List.of(), List.of(nobodys))))
                .isEmpty();
    }

    /** The filter of the callee notes its answer when all of it is written; the caller may have it by then. */
    @Test
    void nothingArrivesBeforeItLeft() {
        List<Event> events = Timeline.of(new Parts(
                List.of(
                        http(1, "client", true, "POST /stock/deductions", "1", false, Map.of()),
                        http(5, "client", false, "200", "1", true, Map.of()),
                        entry(6, "pause", null, true, "order.after-goods-call", null, false, Map.of())),
                List.of(
                        http(2, "server", false, "POST /stock/deductions", "4", false, Map.of()),
                        http(8, "server", true, "200", "4", true, Map.of())),
                null));

        assertThat(events)
                .extracting(Event::name)
                .containsExactly("POST /stock/deductions", "200", "order.after-goods-call");
    }

    @Test
    void callThatTheCalleeNeverSawIsLost() {
        List<Event> events = Timeline.of(new Parts(
                List.of(http(1, "client", true, "POST /stock/deductions", "1", false, Map.of())), List.of(), null));

        assertThat(events.get(0).arrived()).isFalse();
    }

    @Test
    void statementsGoToTheDatabaseOfTheirServiceWithTheirRole() {
        List<Event> events = Timeline.of(new Parts(
                List.of(),
                List.of(entry(4, "sql", null, true, "UPDATE tb_sku", null, false, Map.of("role", "business"))),
                null));

        assertThat(events.get(0).kind()).isEqualTo(Kind.SQL);
        assertThat(events.get(0).to()).isEqualTo(Lane.DB_GOODS);
        assertThat(events.get(0).role()).isEqualTo("business");
        assertThat(events.get(0).details()).isEmpty();
    }

    @Test
    void eventsAreInTheOrderOfTheirTimesAndAStepCountsThoseBeforeIt() {
        List<Event> events = Timeline.of(new Parts(
                List.of(entry(5, "pause", null, true, "order.before-goods-call", null, false, Map.of())),
                List.of(entry(3, "sql", null, true, "COMMIT", null, false, Map.of())),
                null));

        assertThat(events).extracting(Event::n).containsExactly(1, 2);
        assertThat(events).extracting(Event::name).containsExactly("COMMIT", "order.before-goods-call");
        assertThat(events.get(1).from()).isEqualTo(Lane.TM);
        Step step = new Step("any", BEGIN.plusMillis(4), 0, FactsTests.nothing(), List.of());
        assertThat(step.withEvents(events).events()).isEqualTo(1);
    }

    private static Entry message(long millis, String side, boolean sent, String name, String id, boolean answer) {
        return entry(millis, "message", side, sent, name, id, answer, Map.of());
    }

    private static Entry http(
            long millis, String side, boolean sent, String name, String id, boolean answer, Map<String, String> more) {
        return entry(millis, "http", side, sent, name, id, answer, more);
    }

    private static Entry entry(
            long millis,
            String kind,
            @Nullable String side,
            boolean sent,
            String name,
            @Nullable String id,
            boolean answer,
            Map<String, String> details) {
        return new Entry(millis, BEGIN.plusMillis(millis), kind, side, sent, name, id, answer, null, null, details);
    }

    private static SeenMessage seen(
            long millis, boolean received, String client, String name, String id, boolean answer) {
        return new SeenMessage(
                millis,
                BEGIN.plusMillis(millis),
                received,
                client,
                name.startsWith("Global") ? "tm" : "rm",
                name,
                id,
                answer,
                null,
                Map.of());
    }
}
