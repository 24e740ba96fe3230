package com.changgou.order.points;

import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is said to the user service and by it, and the way that it takes. Both sides declare the same, without broker-specific arguments. */
@Configuration(proxyBeanMethods = false)
class PointsMessages {

    static final String EXCHANGE = "ex_buying_addpointurse";
    static final String ADD_POINTS_QUEUE = "cg_buying_addpoint";
    static final String ADD_POINTS_KEY = "addpoint";
    static final String ANSWERS_QUEUE = "cg_buying_finishaddpoint";
    static final String ANSWERS_KEY = "finishaddpoint";
    static final String DEAD_EXCHANGE = "ex_buying_dead";
    static final String DEAD_ANSWERS_QUEUE = "cg_buying_finishaddpoint_dead";

    /** The part of the message that the task keeps. */
    record Grant(String orderId, String userId, long points) {}

    /** The message: it is answered with its task's id. */
    record AddPoints(long taskId, String orderId, String userId, long points) {}

    /** The answer; {@code refusal} says why the points will never be granted. */
    record PointsAnswer(
            long taskId, String orderId, @Nullable String refusal) {}

    @Bean
    Declarables pointsTopology() {
        DirectExchange exchange = new DirectExchange(EXCHANGE);
        DirectExchange dead = new DirectExchange(DEAD_EXCHANGE);
        Queue addPoints = new Queue(ADD_POINTS_QUEUE);
        Queue answers = new Queue(ANSWERS_QUEUE);
        Queue deadAnswers = new Queue(DEAD_ANSWERS_QUEUE);
        Binding toDead = BindingBuilder.bind(deadAnswers).to(dead).with(ANSWERS_KEY);
        return new Declarables(
                exchange,
                dead,
                addPoints,
                answers,
                deadAnswers,
                toDead,
                BindingBuilder.bind(addPoints).to(exchange).with(ADD_POINTS_KEY),
                BindingBuilder.bind(answers).to(exchange).with(ANSWERS_KEY));
    }

    /** Reads into the type that the listener asks for, whatever class the sender names. */
    @Bean
    MessageConverter pointsConverter() {
        JacksonJsonMessageConverter converter = new JacksonJsonMessageConverter(PointsMessages.class.getPackageName());
        converter.setAlwaysConvertToInferredType(true);
        return converter;
    }
}
