package com.changgou.user;

import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/** For operators: how many dead letters there are, a gauge to raise an alarm on, and a way to send them again. */
@Component
@Endpoint(id = "deadletters")
class DeadLetters implements MeterBinder {

    private static final int MOST = 100;

    private final AmqpAdmin admin;
    private final RabbitTemplate rabbit;
    private final ConfirmedSender sender;

    DeadLetters(AmqpAdmin admin, RabbitTemplate rabbit, ConfirmedSender sender) {
        this.admin = admin;
        this.rabbit = rabbit;
        this.sender = sender;
    }

    record Count(long deadLetters) {}

    record Redriven(int redriven) {}

    @ReadOperation
    Count count() {
        QueueInformation queue = admin.getQueueInfo(PointsMessaging.DEAD_QUEUE);
        return new Count(queue == null ? 0 : queue.getMessageCount());
    }

    /**
     * Sends dead letters again, at most {@code max} of them, by default 100. Each is taken off its queue once the broker has
     * confirmed the new message: what is interrupted in between comes twice, and is granted once. Those that die again meanwhile
     * are left for the next time.
     */
    @WriteOperation
    Redriven redrive(@Nullable Integer max) {
        long most = Math.min(max == null ? MOST : max, count().deadLetters());
        Integer redriven = rabbit.execute(channel -> {
            int done = 0;
            while (done < most) {
                GetResponse letter = channel.basicGet(PointsMessaging.DEAD_QUEUE, false);
                if (letter == null) {
                    break;
                }
                long tag = letter.getEnvelope().getDeliveryTag();
                try {
                    sendAgain(letter.getBody());
                } catch (AmqpException notTaken) {
                    // The channel stays open in the cache, and would keep the letter from everybody.
                    channel.basicNack(tag, false, true);
                    throw notTaken;
                }
                channel.basicAck(tag, false);
                done++;
            }
            return done;
        });
        return new Redriven(redriven == null ? 0 : redriven);
    }

    private void sendAgain(byte[] body) {
        sender.send(
                PointsMessaging.ADD_POINTS_KEY,
                MessageBuilder.withBody(body)
                        .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                        .build());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("changgou.points.dead.letters", this, DeadLetters::gauge)
                .description("Messages that can never be granted; unknown (NaN) without a broker")
                .register(registry);
    }

    private double gauge() {
        try {
            return count().deadLetters();
        } catch (AmqpException unknown) {
            return Double.NaN;
        }
    }
}
