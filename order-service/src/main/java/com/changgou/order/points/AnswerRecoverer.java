package com.changgou.order.points;

import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecovererWithConfirms;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.stereotype.Component;

/** What becomes of an answer that could not be taken in after the retries: one that cannot be read is put aside, others come again. */
@Component
class AnswerRecoverer implements MessageRecoverer {

    private final MessageRecoverer aside;

    AnswerRecoverer(RabbitTemplate rabbit) {
        this.aside = new RepublishMessageRecovererWithConfirms(
                rabbit, PointsMessages.DEAD_EXCHANGE, PointsMessages.ANSWERS_KEY, ConfirmType.CORRELATED);
    }

    @Override
    public void recover(Message message, Throwable cause) {
        if (isUnreadable(cause)) {
            aside.recover(message, cause);
        } else {
            throw new ImmediateRequeueAmqpException("The answer could not be taken in now", cause);
        }
    }

    private static boolean isUnreadable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageConversionException) {
                return true;
            }
        }
        return false;
    }
}
