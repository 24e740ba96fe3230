package com.changgou.user;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.CorrelationData.Confirm;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** Sends, and returns only when the broker has the message in a queue. */
@Component
class ConfirmedSender {

    private final RabbitTemplate rabbit;
    private final PointsProperties properties;

    ConfirmedSender(RabbitTemplate rabbit, PointsProperties properties) {
        this.rabbit = rabbit;
        this.properties = properties;
    }

    /** Throws {@link AmqpException} if the broker did not confirm, or no queue took it. */
    void answer(PointsAnswer answer) {
        send(PointsMessaging.ANSWERS_KEY, rabbit.getMessageConverter().toMessage(answer, new MessageProperties()));
    }

    /** As {@link #answer}. */
    void send(String key, Message message) {
        CorrelationData confirmation = new CorrelationData();
        rabbit.send(PointsMessaging.EXCHANGE, key, message, confirmation);
        try {
            Confirm confirm =
                    confirmation.getFuture().get(properties.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!confirm.ack() || confirmation.getReturned() != null) {
                throw new AmqpException("The broker did not take a message for " + key + ": " + confirm.reason());
            }
        } catch (TimeoutException | ExecutionException unknown) {
            throw new AmqpException("The broker did not confirm a message for " + key, unknown);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted before the broker confirmed a message for " + key, stopping);
        }
    }
}
