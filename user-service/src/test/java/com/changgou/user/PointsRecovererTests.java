package com.changgou.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.ListenerExecutionFailedException;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.util.InvalidMimeTypeException;

/** Invariant: a dead letter can never be granted, and nothing else is one; no message gets lost on the way. */
class PointsRecovererTests {

    private final RabbitTemplate rabbit = mock(RabbitTemplate.class);
    private final ConfirmedSender sender = mock(ConfirmedSender.class);
    private final Message message = MessageBuilder.withBody("{}".getBytes()).build();
    private final RefusedException refused =
            new RefusedException(new AddPoints(7, "o1", "u99", 3), "There is no user u99");

    private PointsRecoverer recoverer;

    @BeforeEach
    void brokerConfirms() {
        CachingConnectionFactory connections = mock(CachingConnectionFactory.class);
        given(connections.isPublisherConfirms()).willReturn(true);
        given(connections.isPublisherReturns()).willReturn(true);
        given(rabbit.getConnectionFactory()).willReturn(connections);
        given(rabbit.isMandatoryFor(any())).willReturn(true);
        confirm(true);
        recoverer = new PointsRecoverer(rabbit, sender);
    }

    private void confirm(boolean ack) {
        willAnswer(call -> {
                    CorrelationData confirmation = call.getArgument(3);
                    confirmation.getFuture().complete(new CorrelationData.Confirm(ack, null));
                    return null;
                })
                .given(rabbit)
                .send(eq(PointsMessaging.DEAD_EXCHANGE), eq(PointsMessaging.ADD_POINTS_KEY), any(), any());
    }

    static Stream<Throwable> failuresOfTheMoment() {
        return Stream.of(
                new CannotAcquireLockException("busy"),
                new AmqpException("the answer was not confirmed"),
                new InProgressMark.InProgressException("o1"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheMoment")
    void whatMayPassNextTimeGoesBackToTheQueue(Throwable failure) {
        assertThatThrownBy(() -> recoverer.recover(message, wrapped(failure)))
                .isInstanceOf(ImmediateRequeueAmqpException.class);
        then(rabbit).should(never()).send(any(), any(), any(), any());
    }

    @Test
    void refusedIsADeadLetterAndItsSenderIsTold() {
        recoverer.recover(message, wrapped(refused));

        then(sender).should().answer(new PointsAnswer(7, "o1", "There is no user u99"));
        then(rabbit).should().send(eq(PointsMessaging.DEAD_EXCHANGE), any(), any(), any());
    }

    static Stream<Throwable> failuresToRead() {
        return Stream.of(
                new MessageConversionException("no message", new IllegalArgumentException("no JSON")),
                new InvalidMimeTypeException("json", "no JSON"));
    }

    @ParameterizedTest
    @MethodSource("failuresToRead")
    void unreadableIsADeadLetterThatSaysWhy(Throwable failure) {
        recoverer.recover(message, wrapped(failure));

        then(rabbit).should().send(eq(PointsMessaging.DEAD_EXCHANGE), any(), eq(message), any());
        assertThat(message.getMessageProperties().<String>getHeader(PointsRecoverer.REASON))
                .contains("no JSON");
    }

    @Test
    void reasonFitsIntoAHeader() {
        recoverer.recover(message, wrapped(new MessageConversionException("x".repeat(200_000))));

        assertThat(message.getMessageProperties().<String>getHeader(PointsRecoverer.REASON))
                .hasSize(500);
    }

    @Test
    void deadLetterThatIsNotConfirmedIsAFailure() {
        confirm(false);

        assertThatThrownBy(() -> recoverer.recover(message, wrapped(refused))).isInstanceOf(AmqpException.class);
    }

    @Test
    void refusalThatCannotBeToldIsAFailure() {
        willThrow(new AmqpException("gone")).given(sender).answer(any());

        assertThatThrownBy(() -> recoverer.recover(message, wrapped(refused))).isInstanceOf(AmqpException.class);
    }

    private Throwable wrapped(Throwable cause) {
        return new ListenerExecutionFailedException("failed", cause, message);
    }
}
