package com.changgou.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.seata.core.context.RootContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The armed faults of this process. Several at one point act in the order in which they were armed: hold, then throw. */
final class Faults {

    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    /** Nobody waits for ever for a demo that was forgotten. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

    private final List<FaultPoint> points;
    private final Map<FaultPoint, Deque<Armed>> armed = new EnumMap<>(FaultPoint.class);
    private final Map<FaultPoint, List<Held>> held = new EnumMap<>(FaultPoint.class);

    Faults(List<FaultPoint> points) {
        this.points = points;
        points.forEach(point -> {
            armed.put(point, new ArrayDeque<>());
            held.put(point, new ArrayList<>());
        });
    }

    synchronized void arm(FaultPoint point, Fault fault) {
        armed.get(point).add(new Armed(fault));
    }

    synchronized void release(FaultPoint point) {
        held.get(point).forEach(holder -> holder.latch().countDown());
        held.get(point).clear();
    }

    synchronized void clear() {
        armed.values().forEach(Deque::clear);
        points.forEach(this::release);
    }

    synchronized List<PointState> state() {
        return points.stream()
                .map(point -> new PointState(
                        point.id(),
                        armed.get(point).stream().map(Armed::remaining).toList(),
                        held.get(point).stream().map(Held::xid).toList()))
                .toList();
    }

    /** Called when a global transaction passes the point; does nothing outside of one. */
    void pass(FaultPoint point) {
        String xid = RootContext.getXID();
        if (xid != null) {
            pass(point, xid);
        }
    }

    /** Called when a branch passes the point in phase two, where the thread has no XID. */
    void pass(FaultPoint point, String xid) {
        if (armed.containsKey(point)) {
            due(point).forEach(fault -> act(point, fault, xid));
        }
    }

    private synchronized List<Fault> due(FaultPoint point) {
        List<Fault> due = armed.get(point).stream().map(Armed::take).toList();
        armed.get(point).removeIf(Armed::isSpent);
        return due;
    }

    private void act(FaultPoint point, Fault fault, String xid) {
        log.warn("Fault {} at {}", fault.action(), point.id());
        switch (fault.action()) {
            case THROW -> throw new InjectedFaultException(point);
            case DELAY -> await(new CountDownLatch(1), Duration.ofMillis(fault.millis()));
            case HOLD -> await(hold(point, xid), LONGEST_HOLD);
            case CRASH -> Runtime.getRuntime().halt(137);
        }
    }

    private synchronized CountDownLatch hold(FaultPoint point, String xid) {
        Held holder = new Held(xid, new CountDownLatch(1));
        held.get(point).add(holder);
        return holder.latch();
    }

    private static void await(CountDownLatch latch, Duration longest) {
        try {
            latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What stands at a point: armed faults with the passages they have left, and the transactions held there. */
    record PointState(String point, List<Fault> armed, List<String> holding) {}

    private record Held(String xid, CountDownLatch latch) {}

    private static final class Armed {

        private final Fault fault;
        private int left;

        Armed(Fault fault) {
            this.fault = fault;
            this.left = fault.times();
        }

        Fault take() {
            left--;
            return fault;
        }

        boolean isSpent() {
            return left <= 0;
        }

        Fault remaining() {
            return new Fault(fault.point(), fault.action(), left, fault.millis());
        }
    }
}
