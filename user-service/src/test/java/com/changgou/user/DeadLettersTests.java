package com.changgou.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.core.ChannelCallback;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Invariant: a dead letter leaves its queue when the broker has the new message, and at no other time. */
class DeadLettersTests {

    private final AmqpAdmin admin = mock(AmqpAdmin.class);
    private final RabbitTemplate rabbit = mock(RabbitTemplate.class);
    private final ConfirmedSender sender = mock(ConfirmedSender.class);
    private final Channel channel = mock(Channel.class);
    private final DeadLetters deadLetters = new DeadLetters(admin, rabbit, sender);

    @BeforeEach
    void twoLettersThatDieAgain() throws IOException {
        given(admin.getQueueInfo(PointsMessaging.DEAD_QUEUE))
                .willReturn(new QueueInformation(PointsMessaging.DEAD_QUEUE, 2, 0));
        given(rabbit.execute(any()))
                .willAnswer(call -> call.<ChannelCallback<?>>getArgument(0).doInRabbit(channel));
        given(channel.basicGet(PointsMessaging.DEAD_QUEUE, false))
                .willReturn(new GetResponse(new Envelope(9, false, "", ""), null, "{}".getBytes(), 0));
    }

    @Test
    void isAcknowledgedOnceItIsSent() throws IOException {
        assertThat(deadLetters.redrive(1).redriven()).isEqualTo(1);

        InOrder order = inOrder(sender, channel);
        order.verify(sender).send(any(), any());
        order.verify(channel).basicAck(9, false);
    }

    @Test
    void goesBackWhenItCannotBeSent() throws IOException {
        willThrow(new AmqpException("no route")).given(sender).send(any(), any());

        assertThatThrownBy(() -> deadLetters.redrive(null)).hasMessage("no route");
        then(channel).should().basicNack(9, false, true);
        then(channel).should(never()).basicAck(anyLong(), anyBoolean());
    }

    @Test
    void doesNotSendForEverWhatDiesAgain() {
        assertThat(deadLetters.redrive(null).redriven()).isEqualTo(2);
        then(sender).should(times(2)).send(any(), any());
    }
}
