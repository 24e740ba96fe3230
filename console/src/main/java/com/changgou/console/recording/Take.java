package com.changgou.console.recording;

import com.changgou.console.recording.Recording.Answer;
import com.changgou.console.recording.Recording.Held;
import com.changgou.console.recording.Recording.Outcome;
import com.changgou.console.recording.Recording.State;
import com.changgou.console.recording.Step.Snapshot;
import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.FaultSwitch.Fault;
import com.changgou.proof.Judge;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Proof;
import com.changgou.proof.Scene;
import com.changgou.proof.Scene.View;
import com.changgou.proof.Site;
import com.changgou.proof.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes one recording: places an order, holds its transaction at each point, looks at everything there, and lets it go on when it
 * is told to. Faults and holds are for this transaction only.
 */
final class Take implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Take.class);
    private static final Duration POLL = Duration.ofMillis(40);

    /** Between two points, and from the last one to the end of phase two. */
    private static final Duration LONGEST_MOVE = Duration.ofSeconds(60);

    private final Site site;
    private final FaultSwitch faults;
    private final Recorders recorders;
    private final Executor executor;
    private final Duration longestHold;
    private final String id;
    private final PlacedOrder order;
    private final Instant startedAt = Instant.now();
    private final Semaphore moves = new Semaphore(0);
    private final List<Step> steps = new CopyOnWriteArrayList<>();

    private volatile boolean stepping;
    private volatile State state = State.RUNNING;
    private volatile @Nullable Held held;
    private volatile @Nullable String xid;
    private volatile @Nullable String failure;
    private volatile @Nullable Answer answer;
    private volatile @Nullable Outcome outcome;
    private volatile List<Event> events = List.of();

    Take(
            Site site,
            Recorders recorders,
            Executor executor,
            Duration longestHold,
            String id,
            PlacedOrder order,
            boolean stepping) {
        this.site = site;
        this.faults = new FaultSwitch(site);
        this.recorders = recorders;
        this.executor = executor;
        this.longestHold = longestHold;
        this.id = id;
        this.order = order;
        this.stepping = stepping;
    }

    /** As far as it is. */
    Recording recording() {
        List<Event> seen = events;
        return new Recording(
                Recording.FORMAT,
                id,
                startedAt,
                order,
                xid,
                state,
                held,
                failure,
                answer,
                seen,
                steps.stream().map(step -> step.withEvents(seen)).toList(),
                outcome);
    }

    boolean isOver() {
        return state.isOver();
    }

    /** Lets it go on to its next point. Told twice for one, it goes on once: a step that was passed cannot be looked at any more. */
    synchronized void next() {
        if (state == State.HELD) {
            moves.release();
        }
    }

    /** Lets it go on to its end. */
    void runOn() {
        stepping = false;
        moves.release();
    }

    @Override
    public void run() {
        try (Scene scene = new Scene(site)) {
            record(scene);
            state = State.ENDED;
        } catch (ConditionTimeoutException nothingCame) {
            fail("Neither the next point nor the end came within " + LONGEST_MOVE.toSeconds() + " s", nothingCame);
        } catch (RuntimeException lost) {
            // Whatever it is: a recording that never ends would let nobody make another one.
            fail(String.valueOf(lost.getMessage()), lost);
        } finally {
            held = null;
            disarm();
        }
    }

    private void fail(String why, Exception lost) {
        log.warn("The recording of {} is not complete", xid, lost);
        failure = why;
        state = State.FAILED;
    }

    private void record(Scene scene) {
        step(Step.BEFORE, look(scene), Facts.before());
        List<String> others = faults.holding(Witness.BEGUN);
        arm(Witness.BEGUN, null, order.key());
        CompletableFuture<Answer> answering = CompletableFuture.supplyAsync(this::place, executor);
        Between between = null;
        Optional<String> point = awaitBegun(answering, others);
        if (point.isPresent()) {
            armRest();
        }
        while (point.isPresent()) {
            View view = look(scene);
            if (Points.isInPhaseOne(point.get()) && (between == null || !isBetween(between.point()))) {
                between = new Between(point.get(), view);
            }
            step(point.get(), view, Facts.during(snapshot(view)));
            hold(point.get());
            point = awaitNext(scene, answering);
        }
        answer = answering.join();
        end(scene, between);
    }

    /** Whether what is seen there is what its end is judged by. */
    private boolean isBetween(String point) {
        String fault = order.fault();
        return point.equals(fault != null && Points.stops(fault) ? fault : Witness.BETWEEN_THE_PHASES);
    }

    private Answer place() {
        try {
            OrderApi.Answer answered =
                    new OrderApi(site.orderService()).place(order.request(), order.key(), order.mode());
            return new Answer(answered.status(), answered.body());
        } catch (RestClientException none) {
            return new Answer(0, JsonNodeFactory.instance.stringNode(String.valueOf(none.getMessage())));
        }
    }

    private void arm(String point, @Nullable String onlyXid, @Nullable String onlyKey) {
        faults.arm(new Fault(point, "hold", 1, longestHold.toMillis(), onlyXid, onlyKey));
        if (point.equals(order.fault())) {
            faults.arm(new Fault(point, "throw", 1, 0, onlyXid, onlyKey));
        }
    }

    private void armRest() {
        Points.pauses(order.mode(), order.fault()).stream()
                .filter(point -> !point.equals(Witness.BEGUN))
                .forEach(point -> arm(point, xid, null));
    }

    /** What was armed and never passed would wait for a transaction that is over. */
    private void disarm() {
        try {
            faults.clear(xid == null ? "" : xid, order.key());
        } catch (RestClientException gone) {
            log.warn("The faults of a service that does not answer are not cleared: {}", gone.getMessage());
        }
    }

    /** Somebody else may hold a transaction there, too: that one was there before. */
    private Optional<String> awaitBegun(CompletableFuture<Answer> answering, List<String> others) {
        await("the begin of the transaction").until(() -> {
            xid = faults.holding(Witness.BEGUN).stream()
                    .filter(holding -> !others.contains(holding))
                    .findFirst()
                    .orElse(null);
            return xid != null || answering.isDone();
        });
        return xid == null ? Optional.empty() : Optional.of(Witness.BEGUN);
    }

    /** Empty when nothing more is to come. */
    private Optional<String> awaitNext(Scene scene, CompletableFuture<Answer> answering) {
        return await("the next point or the end")
                .until(() -> at(scene, answering), Optional::isPresent)
                .filter(point -> !point.equals(Step.END));
    }

    private Optional<String> at(Scene scene, CompletableFuture<Answer> answering) {
        Optional<String> point = heldAt();
        if (point.isPresent()) {
            return point;
        }
        boolean over = answering.isDone() && scene.isOver(String.valueOf(xid));
        // What it was held at meanwhile comes first.
        return over ? Optional.of(heldAt().orElse(Step.END)) : Optional.empty();
    }

    private Optional<String> heldAt() {
        List<String> holding = faults.states().stream()
                .filter(point -> point.holding().contains(xid))
                .map(FaultSwitch.PointState::point)
                .toList();
        return Points.pauses(order.mode(), order.fault()).stream()
                .filter(holding::contains)
                .findFirst();
    }

    private void hold(String point) {
        if (stepping) {
            held = new Held(point, Instant.now());
            state = State.HELD;
            try {
                // It goes on by itself after the longest hold, and then this does, too.
                boolean told = moves.tryAcquire(longestHold.toMillis(), TimeUnit.MILLISECONDS);
                log.debug("{} goes on from {}: {}", xid, point, told ? "told to" : "waited long enough");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            goOn();
        }
        faults.release(point, String.valueOf(xid));
    }

    private synchronized void goOn() {
        state = State.RUNNING;
        held = null;
        moves.drainPermits();
    }

    private record Between(String point, View view) {}

    private void end(Scene scene, @Nullable Between between) {
        View view = look(scene);
        step(Step.END, view, Facts.after(snapshot(view)));
        String own = xid;
        Answer answered = answer;
        if (own == null || answered == null || between == null) {
            failure = "The order was answered before a global transaction was begun";
            return;
        }
        // An order that was refused never came between the phases, and must have left nothing.
        boolean stopped = Points.stops(order.fault()) || !isBetween(between.point());
        Proof proof = Judge.judge(scene.evidence(
                own,
                order.mode(),
                stopped ? Expectation.ROLLBACK : Expectation.COMMIT,
                between.point(),
                answered.status(),
                between.view()));
        outcome = new Outcome(proof.verdict(), proof.findings());
    }

    private View look(Scene scene) {
        return scene.look(xid == null ? "" : xid, order.request(), order.key());
    }

    private void step(String point, View view, List<Fact> facts) {
        Instant at = Instant.now();
        String own = xid;
        if (own != null) {
            events = Timeline.of(recorders.of(own));
        }
        steps.add(new Step(point, at, 0, snapshot(view), facts));
    }

    private Snapshot snapshot(View view) {
        return Snapshot.of(view, site);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LONGEST_MOVE).pollInterval(POLL).pollInSameThread();
    }
}
