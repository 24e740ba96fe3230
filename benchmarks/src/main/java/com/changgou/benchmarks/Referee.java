package com.changgou.benchmarks;

import com.changgou.benchmarks.Entry.Shape;
import com.changgou.benchmarks.load.ClosedLoop;
import com.changgou.benchmarks.load.Loop;
import com.changgou.benchmarks.load.Measured;
import com.changgou.benchmarks.load.OpenLoop;
import com.changgou.benchmarks.load.Target;
import com.changgou.faultmatrix.check.Allowance;
import com.changgou.faultmatrix.check.Checker;
import com.changgou.faultmatrix.check.Finding;
import com.changgou.faultmatrix.check.Samples;
import com.changgou.faultmatrix.check.State;
import com.changgou.faultmatrix.history.Event;
import com.changgou.faultmatrix.history.History;
import com.changgou.proof.Coordinator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plays turns, and gives those no score after which something does not add up. */
final class Referee implements AutoCloseable {

    /** No fault is played: who is told nothing has met one. */
    private static final Allowance NOTHING_UNKNOWN = Allowance.ofUnknown(0);

    /** Orders of an open loop that are on their way at once; who comes then waits, and his wait counts. */
    private static final int WAITING_AT_MOST = 64;

    /** Clients connect before what they send is measured: in a short turn that would be the slowest one in a hundred. */
    private static final Duration CONNECTING = Duration.ofMillis(100);

    private final Deployment deployment;
    private final long seed;

    /** One for all: to log in takes the TC longer than what it is asked. */
    private final Coordinator tc;

    private final Connection orders;
    private final Connection goods;

    /**
     * A referee.
     *
     * @param deployment where it plays
     * @param seed of what is ordered: in one turn every contender is asked for the same
     */
    Referee(Deployment deployment, long seed) throws SQLException {
        this.deployment = deployment;
        this.seed = seed;
        this.tc = deployment.system().coordinator();
        this.orders = deployment.system().orderDatabase().connect();
        this.goods = deployment.system().goodsDatabase().connect();
    }

    /**
     * A turn of each, and what the checker found after all of them: what does not add up may be anybody's.
     *
     * @param turns one for each entry, in the order in which they were played
     * @param violations invariants that do not hold
     */
    record Pass(List<Turn> turns, List<String> violations) {}

    /** From empty tables. */
    Pass play(int block, int turn, List<Entry> entries, Duration length) throws SQLException, InterruptedException {
        deployment.reset();
        State before = deployment.reader().read();
        Queue<Event> events = new ConcurrentLinkedQueue<>();
        List<Turn> turns = new ArrayList<>();
        for (Entry entry : entries) {
            turns.add(turn(new Orders(entry, Objects.hash(seed, block, turn)), entry, length, events));
        }
        State now = deployment.reader().read();
        return new Pass(
                turns,
                new Checker(Samples.NONE, NOTHING_UNKNOWN)
                        .check(new History(List.copyOf(events)), before, now).findings().stream()
                                .map(Referee::inShort)
                                .toList());
    }

    /** To the end of the last phase two: nobody works for the one before him. */
    private Turn turn(Orders placed, Entry entry, Duration length, Queue<Event> events) throws InterruptedException {
        Target target = placed.through(deployment.client(entry.contender(), events::add));
        load(entry.shape(), target, CONNECTING);
        ProcessorTime before = ProcessorTime.of(deployment.system());
        Measured measured = load(entry.shape(), target, length);
        Drain.Result drain = new Drain(tc, orders, goods).await();
        ProcessorTime used = ProcessorTime.of(deployment.system()).since(before);
        return new Turn(
                entry,
                measured,
                used,
                drain.took(),
                measured.placed() == 0 ? List.of("no order was placed") : drain.open());
    }

    private static String inShort(Finding finding) {
        return finding.invariant() + ": " + finding.violations().size() + ", the first: "
                + finding.violations().get(0);
    }

    private static Measured load(Shape shape, Target target, Duration length) throws InterruptedException {
        Loop loop = shape instanceof Shape.Open open
                ? new OpenLoop(open.perSecond(), WAITING_AT_MOST, length)
                : new ClosedLoop(((Shape.Closed) shape).clients(), length);
        return loop.run(target);
    }

    @Override
    public void close() throws SQLException {
        orders.close();
        goods.close();
    }
}
