package com.changgou.it;

import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/** What every scenario has: all parts running before it, the same {@link Invariants} and a canary order after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ScenarioSupport {

    static final Duration SOON = Duration.ofSeconds(100);

    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private SystemUnderTest system;
    private Invariants invariants;
    private boolean killed;

    /** A new system with nothing but its initial data. */
    abstract SystemUnderTest startFresh() throws SQLException;

    @BeforeAll
    void start() throws SQLException {
        system = startFresh();
        invariants = new Invariants(system);
    }

    /** The system first: its services give back what they hold. */
    @AfterAll
    void stop() {
        try {
            if (system != null) {
                system.close();
            }
        } finally {
            containers.forEach(GenericContainer::stop);
        }
    }

    /** Starts a container that the system needs, and that is stopped after it. */
    <C extends GenericContainer<?>> C start(C container) {
        containers.add(container);
        container.start();
        return container;
    }

    SystemUnderTest system() {
        return system;
    }

    Invariants invariants() {
        return invariants;
    }

    @BeforeEach
    void nothingIsKilledYet() {
        killed = false;
        everyPartRuns();
    }

    private void everyPartRuns() {
        for (Part part : List.of(Part.TC, Part.GOODS_SERVICE, Part.ORDER_SERVICE)) {
            if (!system().isRunning(part)) {
                system().start(part);
            }
        }
        system().faults().clear();
    }

    @AfterEach
    void invariantsHold() {
        everyPartRuns();
        holdInvariants();
        if (killed) {
            invariants().canaryPassesSoon();
        } else {
            invariants().canaryPasses();
        }
    }

    void holdInvariants() {
        if (killed) {
            invariants().forgiveUndoLogsOfCommittedOrders();
        }
        invariants().hold();
    }

    void kill(Part part) {
        noteKill();
        system().kill(part);
    }

    /** Something was killed, and may have left undo logs of committed transactions. */
    void noteKill() {
        killed = true;
    }

    Answer place(Line... lines) {
        return place(List.of(lines));
    }

    Answer place(List<Line> lines) {
        return place(null, lines);
    }

    Answer place(String key, List<Line> lines) {
        return place(key, lines, mode());
    }

    Answer place(String key, List<Line> lines, Mode mode) {
        return system().orders().place(new Request("u1", lines), key, mode);
    }

    Answer place(Mode mode, Line... lines) {
        return place(null, List.of(lines), mode);
    }

    /** How orders are placed where a scenario says nothing else. */
    Mode mode() {
        return Mode.AT;
    }

    /** What others see of a change while its global transaction is open: under XA nothing, in every other mode all of it. */
    long seenBetweenThePhases(long before, long change) {
        return mode() == Mode.XA ? before : before + change;
    }

    /** Whether nobody else can take a row of stock while its global transaction is open: TCC keeps what it took elsewhere. */
    boolean holdsRowsBetweenThePhases() {
        return mode() == Mode.AT || mode() == Mode.XA;
    }

    /** Returns while the order's global transaction is held at the point; {@code then} happens when it is released. */
    CompletableFuture<Answer> placeAndHoldAt(String point, String then, Line line) {
        return placeAndHoldAt(point, then, mode(), line);
    }

    CompletableFuture<Answer> placeAndHoldAt(String point, String then, Mode mode, Line line) {
        return placeAndHoldAt(point, then, null, mode, line);
    }

    CompletableFuture<Answer> placeAndHoldAt(String point, String then, String key, Mode mode, Line line) {
        system().faults().arm(point, "hold");
        system().faults().arm(point, then);
        return awaitHeldAt(point, () -> place(key, List.of(line), mode));
    }

    /** Returns while the order's global transaction is held at the point; it goes on when it is released. */
    CompletableFuture<Answer> placeAndHoldAt(String point, Mode mode, Line line) {
        system().faults().arm(point, "hold");
        return awaitHeldAt(point, () -> place(mode, line));
    }

    /** Returns while the order's global transaction is held between the phases; it goes on when it is released. */
    CompletableFuture<Answer> placeAndHold(String key, Line line) {
        system().faults().arm("order.after-insert", "hold");
        return awaitHeldAt("order.after-insert", () -> place(key, List.of(line)));
    }

    private CompletableFuture<Answer> awaitHeldAt(String point, Supplier<Answer> order) {
        int others = system().faults().holding(point).size();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(order);
        await().atMost(SOON).until(() -> system().faults().holding(point).size() > others);
        return answer;
    }

    /** The one transaction that is held at a point. */
    String heldAt(String point) {
        return system().faults().holding(point).get(0);
    }

    static List<Answer> allAtOnce(int count, IntFunction<Answer> call) {
        ExecutorService clients = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<CompletableFuture<Answer>> answers = IntStream.range(0, count)
                    .mapToObj(index -> CompletableFuture.supplyAsync(
                            () -> {
                                awaitStart(start);
                                return call.apply(index);
                            },
                            clients))
                    .toList();
            start.countDown();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            clients.shutdown();
        }
    }

    static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).collect(Collectors.toList());
    }
}
