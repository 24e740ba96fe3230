package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Stage.TC;
import static com.changgou.faultmatrix.cell.Stage.TC_2;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Trigger.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.cell.Ending.Told;
import com.changgou.faultmatrix.check.Quiescence;
import com.changgou.faultmatrix.check.StateReader;
import com.changgou.faultmatrix.history.Event;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.Load;
import com.changgou.faultmatrix.wire.Edge;
import com.changgou.faultmatrix.wire.Frame;
import com.changgou.faultmatrix.wire.TapLog.Entry;
import com.changgou.faultmatrix.wire.TapLog.Kind;
import com.changgou.faultmatrix.wire.TapLog.Passed;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.Coordinator;
import com.changgou.proof.Database;
import com.changgou.proof.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of two TCs dies with a transaction that it has begun, under load; what is left is the other one's. Played as a cell is, and
 * measured.
 */
final class Failover {

    /** Moments in the life of the transaction, and what its client may be told. */
    enum Moment {
        COMMIT_TO_COME("both branches registered, commit not sent", true, Told.PLACED, Told.UNKNOWN),
        ROLLBACK_TO_COME("both branches registered, rollback not sent", false, Told.REFUSED, Told.UNKNOWN),
        COMMIT_DECIDED("commit decided, not answered", true, Told.PLACED, Told.UNKNOWN),
        ROLLBACK_HALF_DONE("one of two branches undone, the TC not told", false, Told.REFUSED, Told.UNKNOWN);

        final String words;
        final boolean commits;
        final Told[] told;

        Moment(String words, boolean commits, Told... told) {
            this.words = words;
            this.commits = commits;
            this.told = told;
        }

        boolean isDecided() {
            return this == COMMIT_DECIDED || this == ROLLBACK_HALF_DONE;
        }

        /** What the dying TC does not get, or does not say. */
        Trigger trigger(String xid, Runnable kill) {
            return this == COMMIT_DECIDED
                    ? when(TO_CLIENT, "GlobalCommitResponse").of(xid).instead(kill)
                    : when(TO_TARGET, "BranchRollbackResponse").of(xid).instead(kill);
        }
    }

    private static final Map<String, List<Edge>> EDGES = Map.of(
            TC, List.of(Edge.ORDER_TO_TC, Edge.GOODS_TO_TC), TC_2, List.of(Edge.ORDER_TO_TC_2, Edge.GOODS_TO_TC_2));

    /** SKUs that no cell orders by itself. */
    private static final Load.Plan LOAD = new Load.Plan(
            1, 2, LongStream.rangeClosed(46, 50).boxed().toList(), List.of(Mode.AT), Duration.ofMillis(200));

    private static final Set<String> PHASE_TWO = Set.of("BranchCommitRequest", "BranchRollbackRequest");
    private static final String HELD_AT = "order.after-insert";

    /** Who answers which request is random: a transaction that is all one TC's is one of eight. */
    private static final int ATTEMPTS = 80;

    /** How long after the kill the load goes on. */
    private static final Duration LOADED = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A limit, on a busy machine. */
    private static final Duration FOUND_AGAIN = Duration.ofSeconds(80);

    private final Moment moment;
    private final String dying;
    private final String survivor;
    private final Stage stage;
    private final Path history;

    private @Nullable Load load;
    private @Nullable Instant killed;
    private @Nullable Measured measured;

    Failover(Moment moment, String dying, Stage stage, Path directory) {
        this.moment = moment;
        this.dying = dying;
        this.survivor = dying.equals(TC) ? TC_2 : TC;
        this.stage = stage;
        this.history = directory.resolve("cell-" + number() + "-DB.jsonl");
    }

    /**
     * What was seen. Durations begin when the TC was killed where nothing else is said.
     *
     * @param xid the transaction
     * @param told what its client was told
     * @param nextOrder until an order succeeded that was sent after the kill
     * @param finished until it was neither at the TC nor in an undo log
     * @param quiet how long after the end of the load something was open
     * @param ordered orders of the load that were answered between the kill and its end
     * @param failed those that were refused
     * @param unknown those whose outcome was unknown at first
     * @param lastFailure until the last order of the load was answered that was refused or unknown
     * @param foundAgain until both services used the dead TC again, from its start
     * @param log the frames around the kill
     */
    record Measured(
            String xid,
            Told told,
            Duration nextOrder,
            Duration finished,
            Duration quiet,
            long ordered,
            long failed,
            long unknown,
            Duration lastFailure,
            Duration foundAgain,
            List<String> log) {}

    Cell cell() {
        return Cell.cell(number(), "kill -9 " + dying, moment.words, survivor + " finishes it", this::play)
                .within(LIMIT);
    }

    Moment moment() {
        return moment;
    }

    String dying() {
        return dying;
    }

    Measured measured() {
        if (measured == null) {
            throw new IllegalStateException("It was not played to its end");
        }
        return measured;
    }

    private int number() {
        return 101 + 2 * moment.ordinal() + (dying.equals(TC) ? 0 : 1);
    }

    private void play(Trial trial) throws IOException {
        awaitUsed(TC);
        awaitUsed(TC_2);
        try {
            Victim victim = moment.isDecided() ? killAtMessage(trial) : killWhileHeld(trial);
            await().atMost(LIMIT).pollInterval(LOOK).until(() -> isFinished(victim.xid()));
            Duration finished = sinceKill(Instant.now());
            requireFinishedBySurvivor(victim.xid());
            await().atMost(LIMIT).until(() -> sinceKill(Instant.now()).compareTo(LOADED) > 0);
            stopLoad();
            Quiescence.Result quiet = new Quiescence(StateReader.of(stage.system())).await(LIMIT);
            trial.ending()
                    .verify(state ->
                            assertThat(quiet.open()).as("open without " + dying).isEmpty());
            trial.ending().told(victim.order(), moment.told);
            if (moment.commits) {
                trial.ending().stands(victim.order());
            } else {
                trial.ending().wasUndone(victim.xid());
            }
            List<Outcome> answers = answersOfLoad(victim.order().key());
            trial.start(dying);
            Instant started = Instant.now();
            awaitUsed(dying);
            measured = new Measured(
                    victim.xid(),
                    Told.of(victim.order().outcome(LIMIT)),
                    nextOrder().orElseThrow(),
                    finished,
                    quiet.took(),
                    answers.size(),
                    count(answers, Told.REFUSED),
                    count(answers, Told.UNKNOWN),
                    answers.stream()
                            .filter(answer -> Told.of(answer) != Told.PLACED)
                            .map(answer -> sinceKill(answer.at()))
                            .max(Comparator.naturalOrder())
                            .orElse(Duration.ZERO),
                    Duration.between(started, Instant.now()),
                    log(victim.xid(), finished));
        } finally {
            stopLoad();
        }
    }

    private void startLoad(Trial trial) {
        load = Load.start(trial.client()::place, LOAD);
    }

    private void stopLoad() {
        if (load != null) {
            load.stop();
        }
    }

    private record Victim(Placing order, String xid) {}

    /** Everything of the transaction went to the TC that dies. */
    private Victim killWhileHeld(Trial trial) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Victim victim = hold(trial);
            if (edgesOf(victim.xid(), "").equals(Set.copyOf(names(dying)))) {
                startLoad(trial);
                kill(trial, victim.xid());
                trial.faults().release(HELD_AT, victim.xid());
                return victim;
            }
            letGo(trial, victim);
        }
        throw new NotExercisedException("No transaction went to " + dying + " alone");
    }

    /** The transaction was begun at the TC that dies, and it decides it. */
    private Victim killAtMessage(Trial trial) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Victim victim = hold(trial);
            if (edgesOf(victim.xid(), "GlobalBegin").equals(Set.of(names(dying).get(0)))) {
                Trigger trigger = moment.trigger(victim.xid(), () -> kill(trial, victim.xid()));
                stage.edges().tap(EDGES.get(dying).get(0)).arm(trigger);
                startLoad(trial);
                trial.faults().release(HELD_AT, victim.xid());
                CompletableFuture.anyOf(trigger.done(), victim.order().future()).join();
                if (trigger.fired().isDone()) {
                    trial.awaitFired(trigger);
                    return victim;
                }
                stage.edges().disarm();
                stopLoad();
            } else {
                letGo(trial, victim);
            }
        }
        throw new NotExercisedException("No transaction was begun and decided at " + dying);
    }

    private Victim hold(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        // Not for this order alone: the TC would be told to wait for it for minutes.
        trial.faults().arm(HELD_AT, "hold");
        if (!moment.commits) {
            trial.faults().arm(HELD_AT, "throw");
        }
        trial.send(order);
        await().atMost(LIMIT)
                .pollInterval(LOOK)
                .until(() -> !trial.faults().holding(HELD_AT).isEmpty());
        return new Victim(order, trial.faults().holding(HELD_AT).get(0));
    }

    private void letGo(Trial trial, Victim victim) {
        trial.faults().release(HELD_AT, victim.xid());
        victim.order().outcome(LIMIT);
    }

    private void kill(Trial trial, String xid) {
        Coordinator.Session open = stage.system()
                .coordinator()
                .session(xid)
                .orElseThrow(() -> new NotExercisedException(xid + " was over before the kill"));
        killed = Instant.now();
        trial.kill(dying);
        trial.witness(xid + " is " + open.status() + " with " + open.branches().size() + " branches");
    }

    /** The TC that died may have asked one of them: a decision to commit is carried out within a second. */
    private void requireFinishedBySurvivor(String xid) {
        List<String> edges = passed(xid, "Branch")
                .filter(seen -> PHASE_TWO.contains(seen.message().name()))
                .filter(seen -> seen.entry().at().isAfter(requireKilled()))
                .map(seen -> seen.entry().edge())
                .toList();
        if (edges.isEmpty() || !names(survivor).containsAll(edges)) {
            throw new NotExercisedException(survivor + " has not asked the branches of " + xid + ": " + edges);
        }
    }

    /** At the TC, and in the undo logs: a guard row may stay. */
    private boolean isFinished(String xid) throws SQLException {
        Coordinator tc = stage.system().coordinator();
        return tc.session(xid).isEmpty()
                && tc.locks(xid).isEmpty()
                && !hasImages(stage.system().orderDatabase(), xid)
                && !hasImages(stage.system().goodsDatabase(), xid);
    }

    private static boolean hasImages(Database database, String xid) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT 1 FROM undo_log WHERE xid = ? AND log_status = 0")) {
            query.setString(1, xid);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Connections of TM and RM, and of each service. */
    private void awaitUsed(String tc) {
        await(tc + " is used")
                .atMost(FOUND_AGAIN)
                .pollInterval(LOOK)
                .until(() -> EDGES.get(tc).stream()
                        .allMatch(edge -> stage.edges().tap(edge).openConnections() >= 2));
    }

    private Optional<Duration> nextOrder() throws IOException {
        Set<String> after = new HashSet<>();
        for (Event event : History.read(history).events()) {
            if (event instanceof Invoke && event.at().isAfter(requireKilled())) {
                after.add(event.key());
            } else if (event instanceof Ok && after.contains(event.key())) {
                return Optional.of(sinceKill(event.at()));
            }
        }
        return Optional.empty();
    }

    private List<Outcome> answersOfLoad(String victim) throws IOException {
        return History.read(history).events().stream()
                .filter(event ->
                        event.at().isAfter(requireKilled()) && !event.key().equals(victim))
                .flatMap(event -> event instanceof Outcome outcome ? Stream.of(outcome) : Stream.empty())
                .toList();
    }

    private static long count(List<Outcome> outcomes, Told told) {
        return outcomes.stream().filter(outcome -> Told.of(outcome) == told).count();
    }

    private Set<String> edgesOf(String xid, String name) {
        Set<String> edges = new HashSet<>();
        passed(xid, name).forEach(seen -> edges.add(seen.entry().edge()));
        return edges;
    }

    private Stream<Passed> passed(String xid, String name) {
        return stage.edges().log().of(xid).stream()
                .filter(seen -> seen.message().name().startsWith(name));
    }

    private static List<String> names(String tc) {
        return EDGES.get(tc).stream().map(Edge::toString).toList();
    }

    private List<String> log(String xid, Duration finished) {
        Instant from = requireKilled().minusSeconds(2);
        Instant to = requireKilled().plus(finished).plusMillis(500);
        List<String> lines = new ArrayList<>();
        boolean dead = false;
        Set<String> seen = new HashSet<>();
        for (Entry entry : stage.edges().log().entries()) {
            if (!dead && entry.at().isAfter(requireKilled())) {
                lines.add(line(requireKilled(), "", "kill -9 " + dying));
                dead = true;
            }
            if (entry.at().isAfter(from) && entry.at().isBefore(to)) {
                text(entry, xid)
                        // Of what comes again and again, the first.
                        .filter(text -> entry.frame() != null || seen.add(entry.edge() + text))
                        .ifPresent(text -> lines.add(line(entry.at(), entry.edge(), text)));
            }
        }
        return lines;
    }

    private Optional<String> text(Entry entry, String xid) {
        Frame frame = entry.frame();
        return switch (entry.kind()) {
            case PASSED, DROPPED ->
                Optional.ofNullable(frame)
                        .filter(passed -> passed.messages().stream().anyMatch(message -> xid.equals(message.xid())))
                        .map(passed -> (passed.direction() == TO_TARGET ? "-> " : "<- ")
                                + passed.name()
                                + (entry.kind() == Kind.DROPPED ? ", dropped" : ""));
            case CLOSED, UNREACHABLE ->
                Optional.of(entry.kind().name().toLowerCase(Locale.ROOT))
                        .filter(word -> entry.edge().contains(" to tc"));
            default -> Optional.empty();
        };
    }

    private String line(Instant at, String edge, String text) {
        double seconds = Duration.between(requireKilled(), at).toNanos() / 1e9;
        return String.format(Locale.ROOT, "%+8.3f s  %-13s %s", seconds, edge, text);
    }

    private Duration sinceKill(Instant at) {
        return Duration.between(requireKilled(), at);
    }

    private Instant requireKilled() {
        if (killed == null) {
            throw new IllegalStateException("Nothing was killed");
        }
        return killed;
    }
}
