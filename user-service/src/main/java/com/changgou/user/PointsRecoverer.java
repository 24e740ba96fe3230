package com.changgou.user;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecovererWithConfirms;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.InvalidMimeTypeException;

/**
 * What becomes of a message that failed again and again. One that can never be granted is a dead letter, with its reason, and the
 * order service is told. Any other failure says nothing about the message: it goes back to the queue, and never gets lost.
 */
@Component
class PointsRecoverer implements MessageRecoverer {

    static final String REASON = "x-changgou-reason";

    private static final int LONGEST_REASON = 500;

    /** The last one is a content type that is none: it fails before anything is converted. */
    private static final List<Class<? extends Throwable>> UNREADABLE = List.of(
            org.springframework.amqp.support.converter.MessageConversionException.class,
            org.springframework.messaging.converter.MessageConversionException.class,
            InvalidMimeTypeException.class);

    private final MessageRecoverer deadLetters;
    private final ConfirmedSender sender;

    PointsRecoverer(RabbitTemplate rabbit, ConfirmedSender sender) {
        this.deadLetters = new WithReason(rabbit);
        this.sender = sender;
    }

    @Override
    public void recover(Message message, Throwable failure) {
        if (cause(failure, RefusedException.class) instanceof RefusedException refused) {
            sender.answer(refused.answer());
            deadLetters.recover(message, refused);
        } else if (isUnreadable(failure)) {
            deadLetters.recover(message, failure);
        } else {
            throw new ImmediateRequeueAmqpException("The points cannot be granted now", failure);
        }
    }

    private static boolean isUnreadable(Throwable failure) {
        return UNREADABLE.stream().anyMatch(type -> cause(failure, type) != null);
    }

    private static @Nullable Throwable cause(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Throws when the broker does not confirm the dead letter: the message is not lost then, it comes again. */
    private static final class WithReason extends RepublishMessageRecovererWithConfirms {

        WithReason(RabbitTemplate rabbit) {
            super(rabbit, PointsMessaging.DEAD_EXCHANGE, PointsMessaging.ADD_POINTS_KEY, ConfirmType.CORRELATED);
        }

        @Override
        protected Map<? extends String, ?> additionalHeaders(Message message, Throwable cause) {
            String reason = String.valueOf(
                    NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
            return Map.of(REASON, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        }
    }
}
