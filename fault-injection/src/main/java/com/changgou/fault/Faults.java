package com.changgou.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.seata.core.context.RootContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The armed faults of this process. Several at one point act in the order in which they were armed: hold, then throw. */
final class Faults {

    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private final List<FaultPoint> points;
    private final List<FaultListener> listeners;
    private final Map<FaultPoint, Deque<Armed>> armed = new EnumMap<>(FaultPoint.class);
    private final Map<FaultPoint, List<Held>> held = new EnumMap<>(FaultPoint.class);

    Faults(List<FaultPoint> points, List<FaultListener> listeners) {
        this.points = points;
        this.listeners = listeners;
        points.forEach(point -> {
            armed.put(point, new ArrayDeque<>());
            held.put(point, new ArrayList<>());
        });
    }

    synchronized void arm(FaultPoint point, Fault fault) {
        armed.get(point).add(new Armed(fault));
    }

    /** Whoever is released is held no more, also while its thread has not woken up yet: nobody counts it twice. */
    synchronized void release(FaultPoint point, Predicate<String> xids) {
        List<Held> released = held.get(point).stream()
                .filter(holder -> xids.test(holder.xid()))
                .toList();
        held.get(point).removeAll(released);
        released.forEach(holder -> holder.latch().countDown());
    }

    synchronized void clear() {
        armed.values().forEach(Deque::clear);
        points.forEach(point -> release(point, xid -> true));
    }

    /** Takes back what was armed for one transaction, or for the request that began it. */
    synchronized void clear(@Nullable String xid, @Nullable String key) {
        armed.values()
                .forEach(faults -> faults.removeIf(armed -> armed.fault.isFiltered() && armed.fault.isFor(xid, key)));
        points.forEach(point -> release(point, holding -> holding.equals(xid)));
    }

    /** Whether somebody means to look at this transaction for longer than the business would wait for it. */
    synchronized boolean isToBeHeld(@Nullable String xid) {
        String key = CurrentRequest.key();
        return armed.values().stream()
                .flatMap(Deque::stream)
                .map(armed -> armed.fault)
                .anyMatch(fault -> fault.action() == FaultAction.HOLD && fault.isFiltered() && fault.isFor(xid, key));
    }

    synchronized List<PointState> state() {
        return points.stream()
                .map(point -> new PointState(
                        point.id(),
                        point.mayThrow(),
                        armed.get(point).stream().map(Armed::remaining).toList(),
                        held.get(point).stream().map(Held::xid).distinct().toList()))
                .toList();
    }

    /** Called when a global transaction passes the point; does nothing outside of one. */
    void pass(FaultPoint point) {
        String xid = RootContext.getXID();
        if (xid != null) {
            pass(point, xid);
        }
    }

    /** Called when a branch passes the point where the thread may have no XID, as in phase two. */
    void pass(FaultPoint point, String xid) {
        if (armed.containsKey(point)) {
            due(point, xid).forEach(fault -> act(point, fault, xid));
        }
    }

    private synchronized List<Fault> due(FaultPoint point, String xid) {
        String key = CurrentRequest.key();
        List<Fault> due = armed.get(point).stream()
                .filter(armed -> armed.fault.isFor(xid, key))
                .map(Armed::take)
                .toList();
        armed.get(point).removeIf(Armed::isSpent);
        return due.isEmpty() ? holdAgain(point, xid) : due;
    }

    /** The TC asks again for a phase two that is held: whoever holds one transaction means each passage, until he releases it. */
    private List<Fault> holdAgain(FaultPoint point, String xid) {
        return held.get(point).stream()
                .filter(holder -> holder.fault().isFiltered() && holder.xid().equals(xid))
                .map(Held::fault)
                .limit(1)
                .toList();
    }

    private void act(FaultPoint point, Fault fault, String xid) {
        log.warn("Fault {} at {}", fault.action(), point.id());
        switch (fault.action()) {
            case THROW -> {
                listeners.forEach(listener -> listener.thrown(point.id(), xid));
                throw new InjectedFaultException(point);
            }
            case DELAY -> stop(point, xid, new CountDownLatch(1), fault.millis());
            case HOLD -> hold(point, fault, xid);
            case CRASH -> Runtime.getRuntime().halt(137);
        }
    }

    private void hold(FaultPoint point, Fault fault, String xid) {
        Held holder = new Held(xid, fault, new CountDownLatch(1));
        synchronized (this) {
            held.get(point).add(holder);
        }
        try {
            stop(point, xid, holder.latch(), fault.holdMillis());
        } finally {
            synchronized (this) {
                held.get(point).remove(holder);
            }
        }
    }

    private void stop(FaultPoint point, String xid, CountDownLatch latch, long longest) {
        List<Runnable> goingOn = listeners.stream()
                .map(listener -> listener.held(point.id(), xid))
                .toList();
        try {
            latch.await(longest, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        goingOn.forEach(Runnable::run);
    }

    /** What stands at a point: armed faults with the passages they have left, and the transactions held there. */
    record PointState(String point, boolean mayThrow, List<Fault> armed, List<String> holding) {}

    private record Held(String xid, Fault fault, CountDownLatch latch) {}

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
            return fault.remaining(left);
        }
    }
}
