package com.changgou.order.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: a task counts as sent only when the broker has confirmed its message and a queue has it. */
class TaskSenderTests {

    private static final int COUNTED = 0;
    private static final int UNCOUNTED = 1;

    private final RabbitTemplate rabbit = mock(RabbitTemplate.class);
    private final TaskMapper tasks = mock(TaskMapper.class);
    private final PointsProperties properties = new PointsProperties(
            true,
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            100,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            20);
    private final TaskSender sender = new TaskSender(rabbit, tasks, properties, JsonMapper.shared());
    private final Task task =
            new Task(7, "o1", "ex", "addpoint", "{\"orderId\":\"o1\",\"userId\":\"u1\",\"points\":3}", 1, 4);

    @Test
    void confirmedAndRoutedIsSent() {
        broker(confirmation -> confirmation.getFuture().complete(new CorrelationData.Confirm(true, null)));

        assertThat(sender.send(List.of(task))).isTrue();

        then(rabbit)
                .should()
                .convertAndSend(
                        eq("ex"),
                        eq("addpoint"),
                        eq((Object) new PointsMessages.AddPoints(7, "o1", "u1", 3)),
                        any(CorrelationData.class));
        then(tasks).should().sent(List.of(task), 10_000);
    }

    @Test
    void whatWasSentEquallyOftenIsWrittenDownAtOnce() {
        Task second = new Task(8, "o2", "ex", "addpoint", task.body(), 1, 2);
        Task again = new Task(9, "o3", "ex", "addpoint", task.body(), 2, 3);
        broker(confirmation -> confirmation.getFuture().complete(new CorrelationData.Confirm(true, null)));

        sender.send(List.of(task, again, second));

        then(tasks).should().sent(List.of(task, second), 10_000);
        then(tasks).should().sent(List.of(again), 20_000);
        then(tasks).shouldHaveNoMoreInteractions();
    }

    @Test
    void confirmedAndReturnedIsNotSent() {
        broker(confirmation -> {
            confirmation.setReturned(new ReturnedMessage(new Message(new byte[0]), 312, "NO_ROUTE", "ex", "addpoint"));
            confirmation.getFuture().complete(new CorrelationData.Confirm(true, null));
        });

        sender.send(List.of(task));

        then(tasks).should().notSent(eq(task), contains("No queue is bound"), eq(COUNTED), anyLong());
        then(tasks).should(never()).sent(any(), anyLong());
    }

    @Test
    void refusedByTheBrokerIsNotSent() {
        broker(confirmation -> confirmation.getFuture().complete(new CorrelationData.Confirm(false, "full")));

        sender.send(List.of(task));

        then(tasks).should().notSent(eq(task), contains("full"), eq(COUNTED), anyLong());
    }

    @Test
    void unconfirmedIsNotSent() {
        broker(confirmation -> {});

        sender.send(List.of(task));

        then(tasks).should().notSent(eq(task), contains("did not confirm"), eq(COUNTED), anyLong());
    }

    /** Or an outage would use up every attempt, and bury tasks that nobody ever got. */
    @Test
    void outageIsNoAttempt() {
        willThrow(new AmqpConnectException(new IllegalStateException("refused")))
                .given(rabbit)
                .convertAndSend(any(String.class), any(), any(Object.class), any(CorrelationData.class));

        assertThat(sender.send(List.of(task))).isFalse();

        then(tasks).should().notSent(eq(task), contains("cannot be reached"), eq(UNCOUNTED), anyLong());
        then(tasks).should(never()).notSent(any(), any(), eq(COUNTED), anyLong());
    }

    private void broker(Consumer<CorrelationData> reaction) {
        willAnswer(call -> {
                    reaction.accept(call.getArgument(3));
                    return null;
                })
                .given(rabbit)
                .convertAndSend(any(String.class), any(), any(Object.class), any(CorrelationData.class));
    }
}
