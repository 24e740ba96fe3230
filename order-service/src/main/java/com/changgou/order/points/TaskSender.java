package com.changgou.order.points;

import com.changgou.order.points.PointsMessages.AddPoints;
import com.changgou.order.points.PointsMessages.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.CorrelationData.Confirm;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Gives claimed tasks to the broker, and writes down what it said: a message counts as sent only when it is confirmed and routed. */
@Component
class TaskSender {

    private static final int COUNTED = 0;
    private static final int NOT_COUNTED = 1;
    private static final int LONGEST_REASON = 500;

    private final RabbitTemplate rabbit;
    private final TaskMapper tasks;
    private final PointsProperties properties;
    private final JsonMapper json;

    TaskSender(RabbitTemplate rabbit, TaskMapper tasks, PointsProperties properties, JsonMapper json) {
        this.rabbit = rabbit;
        this.tasks = tasks;
        this.properties = properties;
        this.json = json;
    }

    private record InFlight(Task task, CorrelationData confirmation) {}

    /** All are sent before the first confirmation is waited for. Returns false where there is no broker. */
    boolean send(List<Task> batch) {
        List<InFlight> inFlight = new ArrayList<>();
        boolean reachable = true;
        for (Task task : batch) {
            CorrelationData confirmation = new CorrelationData(String.valueOf(task.id()));
            try {
                rabbit.convertAndSend(task.exchange(), task.routingKey(), message(task), confirmation);
                inFlight.add(new InFlight(task, confirmation));
            } catch (AmqpException unreachable) {
                // The task is not to blame, so it is no attempt: it would be dead after an outage.
                notSent(task, "The broker cannot be reached: " + unreachable.getMessage(), NOT_COUNTED);
                reachable = false;
            }
        }
        long deadline = System.nanoTime() + properties.confirmTimeout().toNanos();
        inFlight.stream()
                .filter(sent -> awaitConfirmation(sent, deadline))
                .map(InFlight::task)
                .collect(Collectors.groupingBy(Task::attempts))
                .forEach((attempts, sent) -> tasks.sent(sent, properties.backOff(attempts)));
        return reachable;
    }

    private AddPoints message(Task task) {
        Grant grant = json.readValue(task.body(), Grant.class);
        return new AddPoints(task.id(), grant.orderId(), grant.userId(), grant.points());
    }

    /** Whether the message counts as sent; why it does not is written down here. */
    private boolean awaitConfirmation(InFlight sent, long deadline) {
        try {
            Confirm confirm = sent.confirmation().getFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (sent.confirmation().getReturned() != null) {
                notSent(sent.task(), "No queue is bound to " + sent.task().routingKey(), COUNTED);
            } else if (!confirm.ack()) {
                notSent(sent.task(), "The broker did not take it: " + confirm.reason(), COUNTED);
            } else {
                return true;
            }
        } catch (TimeoutException | ExecutionException unknown) {
            notSent(sent.task(), "The broker did not confirm it within " + properties.confirmTimeout(), COUNTED);
        } catch (InterruptedException stopping) {
            // Its lease ends, and another relay sends it.
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void notSent(Task task, String reason, int uncounted) {
        String shortened = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        tasks.notSent(task, shortened, uncounted, properties.backOff(task.attempts()));
    }
}
