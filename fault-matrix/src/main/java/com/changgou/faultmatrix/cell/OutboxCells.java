package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.BROKER;
import static com.changgou.faultmatrix.cell.Stage.ORDER;
import static com.changgou.faultmatrix.cell.Stage.USER;
import static com.changgou.faultmatrix.cell.Stage.USER_DB;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_BROKER;
import static com.changgou.faultmatrix.wire.Edge.ORDER_TO_TC;
import static com.changgou.faultmatrix.wire.Edge.USER_TO_BROKER;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.wire.Tap;
import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Cells of the points by reliable message: the order service's task table and relay, the broker, the user service. */
final class OutboxCells {

    static final List<Cell> CELLS = List.of(
            cell(
                    46,
                    "kill -9 order",
                    "global commit done, the order's points not published",
                    "the order stands; its task is in the table, and the relay sends it after the restart",
                    OutboxCells::committedAndNotPublished),
            cell(
                    47,
                    "kill -9 order (relay)",
                    "the broker has the message, the task is not marked as sent",
                    "the message is sent a second time; the points are granted once",
                    OutboxCells::publishedAndNotMarked),
            cell(
                    48,
                    "kill -9 user",
                    "points committed, message not acknowledged",
                    "the message is delivered again; the points are granted once",
                    OutboxCells::grantedAndNotAcknowledged),
            cell(
                    49,
                    "kill -9 broker; cut between order and broker",
                    "before the confirm",
                    "the message is sent again; no points are lost, none are doubled",
                    OutboxCells::notConfirmed),
            cell(
                    50,
                    "poison message",
                    "in the queue before an order's message",
                    "it is a dead letter and the alarm's gauge shows it; others flow on",
                    OutboxCells::poisoned),
            cell(
                    51,
                    "kill -9 user's database, down longer than the back-off",
                    "messages on their way",
                    "orders are placed; their points come when the database is back",
                    OutboxCells::nowhereToGrant));

    /** Time to break something while the confirm is on its way; the relay waits for it for 5 s. */
    private static final Duration CONFIRM_DELAY = Duration.ofSeconds(4);

    private OutboxCells() {}

    private static void committedAndNotPublished(Trial trial) {
        Points points = atRest(trial);
        toBroker(trial).cut();
        Placing order = trial.prepare(Mode.AT);
        trial.fire(ORDER_TO_TC, when(TO_CLIENT, "GlobalCommitResponse").instead(() -> trial.kill(ORDER)), order);
        trial.awaitWitness(
                "the order service is gone, the task is not sent, and the broker has no message",
                () -> trial.stage().system().process(ORDER).isEmpty()
                        && points.task(order).filter(task -> !task.is("SENT")).isPresent()
                        && points.messages() == 0);
        trial.ending().told(order, UNKNOWN);
        trial.ending().stands(order);
    }

    private static void publishedAndNotMarked(Trial trial) {
        Points points = atRest(trial);
        Placing order = sendUnconfirmed(trial);
        trial.kill(ORDER);
        toBroker(trial).heal();
        trial.start(ORDER);
        trial.awaitWitness("the broker has the message twice", () -> points.messages() >= 2);
        trial.ending().told(order, PLACED);
        trial.ending().stands(order);
    }

    private static void grantedAndNotAcknowledged(Trial trial) {
        Points points = atRest(trial);
        trial.tap(USER_TO_BROKER).blackHole(TO_TARGET);
        Placing order = trial.send(Mode.AT);
        trial.awaitWitness(
                "the points are granted, and the broker still has the message",
                () -> points.isGranted(order) && points.messages() == 1);
        trial.kill(USER);
        trial.ending().told(order, PLACED);
        trial.ending().stands(order);
    }

    /** The embedded broker keeps its messages in memory: with the kill they are gone, with the cut they are not. */
    private static void notConfirmed(Trial trial) {
        Points points = atRest(trial);
        Placing lost = sendUnconfirmed(trial);
        trial.kill(BROKER);
        loseTheConfirm(trial, lost);
        trial.start(BROKER);
        trial.stage().resume(USER);
        trial.awaitMoment("no points are on their way", points::areSettled);

        Placing doubled = sendUnconfirmed(trial);
        loseTheConfirm(trial, doubled);
        trial.awaitWitness("the broker has the message twice", () -> points.messages() >= 2);
        List.of(lost, doubled).forEach(order -> trial.ending().told(order, PLACED));
        List.of(lost, doubled).forEach(trial.ending()::stands);
    }

    private static void poisoned(Trial trial) throws Exception {
        Points points = atRest(trial);
        points.publish("poison");
        Placing order = trial.send(Mode.AT);
        trial.awaitWitness("the gauge of dead letters shows 1", () -> points.deadLetterGauge() == 1);
        trial.ending().foreignDeadLetters(1);
        trial.ending()
                .expect(state -> state.users().deadLetters() == 1
                        ? Optional.empty()
                        : Optional.of("Dead letters: " + state.users().deadLetters()));
        trial.ending().afterwards(points::purgeDeadLetters);
        trial.ending().told(order, PLACED);
        trial.ending().stands(order);
    }

    private static void nowhereToGrant(Trial trial) {
        Points points = atRest(trial);
        trial.kill(USER_DB);
        Placing order = trial.send(Mode.AT);
        trial.awaitWitness(
                "sent three times, and not answered",
                () -> points.task(order).filter(task -> task.attempts() >= 3).isPresent());
        trial.ending().told(order, PLACED);
        trial.ending().stands(order);
    }

    /** A message that is there twice is answered once: its task is done before the second one is delivered. */
    private static Points atRest(Trial trial) {
        Points points = Points.of(trial);
        trial.awaitMoment("no points are on their way", points::areSettled);
        trial.ending().comesToRest("messages at the broker", points::areSettled);
        return points;
    }

    /** An order whose message is at the broker and stays there, while the confirm is on its way back to the relay. */
    private static Placing sendUnconfirmed(Trial trial) {
        Points points = Points.of(trial);
        trial.pause(USER);
        toBroker(trial).delay(TO_CLIENT, CONFIRM_DELAY);
        Placing order = trial.send(Mode.AT);
        trial.awaitMoment("the client is answered", order.future()::isDone);
        trial.awaitWitness(
                "the broker has the message, and the task is not marked as sent",
                () -> points.messages() == 1 && points.isTask(order, "SENDING"));
        return order;
    }

    private static void loseTheConfirm(Trial trial, Placing order) {
        Points points = Points.of(trial);
        toBroker(trial).cut();
        trial.awaitWitness("the task is to be sent again", () -> points.isTask(order, "PENDING"));
        toBroker(trial).heal();
    }

    private static Tap toBroker(Trial trial) {
        return trial.tap(ORDER_TO_BROKER);
    }
}
