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
import com.changgou.faultmatrix.history.HistoryClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plays rounds, and gives those no score after which something does not add up. */
final class Referee implements AutoCloseable {

    /** No fault is played: who is told nothing has met one. */
    private static final Allowance NOTHING_UNKNOWN = Allowance.ofUnknown(0);

    /** Orders of an open loop that are on their way at once; who comes then waits, and his wait counts. */
    private static final int WAITING_AT_MOST = 64;

    private final Deployment deployment;
    private final long seed;
    private final Connection orders;
    private final Connection goods;

    /**
     * A referee.
     *
     * @param deployment where it plays
     * @param seed of what is ordered: in one block every contender is asked for the same
     */
    Referee(Deployment deployment, long seed) throws SQLException {
        this.deployment = deployment;
        this.seed = seed;
        this.orders = deployment.system().orderDatabase().connect();
        this.goods = deployment.system().goodsDatabase().connect();
    }

    /** Plays one round, from empty tables to the end of the last phase two. */
    Round play(int block, Entry entry, Duration length) throws SQLException, InterruptedException {
        deployment.reset();
        State before = deployment.reader().read();
        Queue<Event> events = new ConcurrentLinkedQueue<>();
        HistoryClient client = deployment.client(entry.contender(), events::add);
        Measured measured = load(entry.shape(), new Orders(entry, seed + block).through(client), length);
        Drain.Result drain = new Drain(deployment.system().coordinator(), orders, goods).await();
        State now = deployment.reader().read();
        List<String> violations = new ArrayList<>(drain.open());
        if (measured.placed() == 0) {
            violations.add("no order was placed");
        }
        new Checker(Samples.NONE, NOTHING_UNKNOWN)
                .check(new History(List.copyOf(events)), before, now).findings().stream()
                        .map(Referee::inShort)
                        .forEach(violations::add);
        return new Round(block, entry, measured, drain.took(), violations);
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
