package com.changgou.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.InOrder;
import org.springframework.amqp.AmqpException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;

/** Invariant: a message is answered after its points are granted, and every time that it comes; refused is not the same as failed. */
class PointsListenerTests {

    private final PointLedger ledger = mock(PointLedger.class);
    private final ConfirmedSender sender = mock(ConfirmedSender.class);
    private final PointsListener listener = new PointsListener(ledger, (orderId, work) -> work.run(), sender);
    private final AddPoints message = new AddPoints(7, "o1", "u1", 3);
    private final PointsAnswer granted = new PointsAnswer(7, "o1", null);

    @Test
    void answersOnceThePointsAreGranted() {
        listener.add(message);

        InOrder order = inOrder(ledger, sender);
        order.verify(ledger).grant(message);
        order.verify(sender).answer(granted);
    }

    @Test
    void answersAMessageThatComesAgain() {
        willThrow(new DuplicateKeyException("o1")).given(ledger).grant(message);

        listener.add(message);

        then(sender).should().answer(granted);
    }

    @Test
    void comesAgainWhenTheAnswerCannotBeSent() {
        willThrow(new AmqpException("gone")).given(sender).answer(granted);

        assertThatThrownBy(() -> listener.add(message)).isInstanceOf(AmqpException.class);
    }

    @Test
    void answersNothingWhenTheDatabaseFails() {
        willThrow(new CannotAcquireLockException("busy")).given(ledger).grant(message);

        assertThatThrownBy(() -> listener.add(message)).isInstanceOf(CannotAcquireLockException.class);
        then(sender).should(never()).answer(any());
    }

    @Test
    void refusesAnUnknownUser() {
        willThrow(new UnknownUserException("u1")).given(ledger).grant(message);

        assertThatThrownBy(() -> listener.add(message))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.answer())
                                .isEqualTo(new PointsAnswer(7, "o1", "There is no user u1")));
    }

    @ParameterizedTest
    @CsvSource({"o1, u1, 0", "o1, u1, -3", "'', u1, 3", "o1, '', 3", ", u1, 3", "o1, , 3"})
    void refusesWhatMakesNoGrant(String orderId, String userId, long points) {
        AddPoints wrong = new AddPoints(7, orderId, userId, points);

        assertThatThrownBy(() -> listener.add(wrong)).isInstanceOf(RefusedException.class);
        then(ledger).should(never()).grant(any());
    }

    static Stream<AddPoints> whatTheDatabaseCannotHold() {
        String tooLong = "x".repeat(33);
        return Stream.of(
                new AddPoints(7, tooLong, "u1", 3),
                new AddPoints(7, "o1", tooLong, 3),
                new AddPoints(7, "o1", "u1", Long.MAX_VALUE));
    }

    /** Its failure would look like one that passes, and the message would come again for ever. */
    @ParameterizedTest
    @MethodSource("whatTheDatabaseCannotHold")
    void refusesWhatTheDatabaseCannotHold(AddPoints wrong) {
        assertThatThrownBy(() -> listener.add(wrong)).isInstanceOf(RefusedException.class);
        then(ledger).should(never()).grant(any());
    }
}
