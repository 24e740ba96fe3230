package com.changgou.faultmatrix.chaos;

import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Trigger.when;
import static java.time.Duration.ofMillis;

import com.changgou.faultmatrix.cell.Stage;
import com.changgou.faultmatrix.chaos.Disturbance.Effect;
import com.changgou.faultmatrix.wire.Direction;
import com.changgou.faultmatrix.wire.Edge;
import com.changgou.faultmatrix.wire.Tap;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.FaultSwitch.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a chaos run chooses from: the faults of the matrix, without their preparation. */
final class Disturbances {

    private static final List<String> PARTS = List.of(
            "tc", "order-service", "goods-service", "user-service", "broker", "order-db", "goods-db", "user-db");

    /** A run has one TC. */
    private static final Set<Edge> EDGES = EnumSet.complementOf(EnumSet.of(Edge.ORDER_TO_TC_2, Edge.GOODS_TO_TC_2));

    private static final Duration BLINK = ofMillis(200);
    private static final Duration MOMENT = ofMillis(1_000);
    private static final Duration SHORT = ofMillis(5_000);
    private static final Duration LONG = ofMillis(12_000);
    private static final Duration DELAY = ofMillis(50);
    private static final int FAILURES = 10;

    /** In an order that belongs to the seed. */
    static final List<Disturbance> ALL = Stream.of(
                    PARTS.stream().map(Disturbances::kill),
                    PARTS.stream().map(Disturbances::pause),
                    EDGES.stream().map(Disturbances::cut),
                    EDGES.stream()
                            .flatMap(
                                    edge -> Stream.of(Direction.values()).map(direction -> blackHole(edge, direction))),
                    EDGES.stream().map(Disturbances::delay),
                    Stream.of(
                                    "order.after-goods-call",
                                    "order.after-insert",
                                    "order.before-commit",
                                    "goods.before-commit")
                            .map(Disturbances::fail),
                    moments())
            .flatMap(all -> all)
            .toList();

    private Disturbances() {}

    private static Disturbance kill(String part) {
        return new Disturbance(part, "kill -9", MOMENT, SHORT, stage -> {
            String killed = stage.kill(part);
            return new Effect(() -> Optional.of(killed), () -> stage.startUntilUp(part));
        });
    }

    private static Disturbance pause(String part) {
        return new Disturbance(part, "SIGSTOP", BLINK, SHORT, stage -> {
            String paused = stage.pause(part);
            return new Effect(() -> Optional.of(paused), () -> stage.resume(part));
        });
    }

    private static Disturbance cut(Edge edge) {
        return onTap(edge, "cut", SHORT, tap -> {
            int open = tap.openConnections();
            tap.cut();
            return () -> count(open, "connections closed");
        });
    }

    private static Disturbance blackHole(Edge edge, Direction direction) {
        return onTap(edge, direction == TO_CLIENT ? "answers lost" : "questions lost", SHORT, tap -> {
            long before = tap.bytesDropped(direction);
            tap.blackHole(direction);
            return () -> count(tap.bytesDropped(direction) - before, "bytes lost");
        });
    }

    private static Disturbance delay(Edge edge) {
        return onTap(edge, DELAY.toMillis() + " ms longer", LONG, tap -> {
            long before = tap.bytesPassed(TO_TARGET);
            tap.delay(TO_TARGET, DELAY);
            return () -> count(tap.bytesPassed(TO_TARGET) - before, "bytes delayed");
        });
    }

    private static Disturbance onTap(
            Edge edge, String what, Duration longest, Function<Tap, Supplier<Optional<String>>> fault) {
        return new Disturbance(edge.toString(), what, BLINK, longest, stage -> {
            Tap tap = stage.edges().tap(edge);
            return new Effect(fault.apply(tap), tap::heal);
        });
    }

    /** A fault in the code, so that orders are rolled back. */
    private static Disturbance fail(String point) {
        return new Disturbance(point, "up to " + FAILURES + " failures at", MOMENT, SHORT, stage -> {
            stage.faults().arm(point, "throw", FAILURES, 0);
            return new Effect(() -> count(FAILURES - left(stage, point), "failures"), () -> {});
        });
    }

    private static int left(Stage stage, String point) {
        return stage.faults().states().stream()
                .filter(state -> state.point().equals(point))
                .flatMap(state -> state.armed().stream())
                .mapToInt(Fault::times)
                .sum();
    }

    private static Optional<String> count(long number, String what) {
        return number > 0 ? Optional.of(number + " " + what) : Optional.empty();
    }

    private static Stream<Disturbance> moments() {
        return Stream.of(
                killAt("tc", Edge.ORDER_TO_TC, "after", when(TO_CLIENT, "GlobalBeginResponse")::after),
                killAt("tc", Edge.GOODS_TO_TC, "instead of", when(TO_CLIENT, "BranchRegisterResponse")::instead),
                killAt("tc", Edge.ORDER_TO_TC, "instead of", when(TO_CLIENT, "GlobalCommitResponse")::instead),
                killAt("goods-service", Edge.GOODS_TO_TC, "after", when(TO_CLIENT, "BranchRegisterResponse")::after),
                killAt("goods-service", Edge.GOODS_TO_TC, "after", when(TO_CLIENT, "BranchRollbackRequest")::after),
                killAt(
                        "goods-service",
                        Edge.GOODS_TO_TC,
                        "instead of",
                        when(TO_TARGET, "BranchCommitResponse")::instead),
                killAt("order-service", Edge.ORDER_TO_TC, "after", when(TO_TARGET, "GlobalCommitRequest")::after),
                killAt("order-service", Edge.ORDER_TO_TC, "after", when(TO_CLIENT, "BranchRegisterResponse")::after));
    }

    private static Disturbance killAt(String part, Edge edge, String when, Function<Runnable, Trigger> moment) {
        String message = moment.apply(() -> {}).message();
        return new Disturbance(part, when + " " + message + " (" + edge + ") kill -9", MOMENT, SHORT, stage -> {
            CompletableFuture<String> killed = new CompletableFuture<>();
            Trigger trigger = moment.apply(() -> killed.complete(stage.kill(part)));
            stage.edges().tap(edge).arm(trigger);
            return new Effect(() -> Optional.ofNullable(killed.getNow(null)), () -> {
                stage.edges().tap(edge).disarm(trigger);
                if (trigger.fired().isDone()) {
                    trigger.done().join();
                }
                stage.startUntilUp(part);
            });
        });
    }
}
