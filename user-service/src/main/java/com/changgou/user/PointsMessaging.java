package com.changgou.user;

import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The way that messages and answers take. The order service declares the same; none has a broker-specific argument. */
@Configuration(proxyBeanMethods = false)
class PointsMessaging {

    static final String EXCHANGE = "ex_buying_addpointurse";
    static final String ADD_POINTS_QUEUE = "cg_buying_addpoint";
    static final String ADD_POINTS_KEY = "addpoint";
    static final String ANSWERS_QUEUE = "cg_buying_finishaddpoint";
    static final String ANSWERS_KEY = "finishaddpoint";
    static final String DEAD_EXCHANGE = "ex_buying_dead";
    static final String DEAD_QUEUE = "cg_buying_addpoint_dead";

    @Bean
    Declarables pointsTopology() {
        DirectExchange exchange = new DirectExchange(EXCHANGE);
        DirectExchange dead = new DirectExchange(DEAD_EXCHANGE);
        Queue addPoints = new Queue(ADD_POINTS_QUEUE);
        Queue answers = new Queue(ANSWERS_QUEUE);
        Queue deadLetters = new Queue(DEAD_QUEUE);
        return new Declarables(
                exchange,
                dead,
                addPoints,
                answers,
                deadLetters,
                BindingBuilder.bind(addPoints).to(exchange).with(ADD_POINTS_KEY),
                BindingBuilder.bind(answers).to(exchange).with(ANSWERS_KEY),
                BindingBuilder.bind(deadLetters).to(dead).with(ADD_POINTS_KEY));
    }

    /** Reads into the type that the listener asks for, whatever class the sender names. 1.5 points are an error, and so are "2". */
    @Bean
    MessageConverter pointsConverter() {
        JsonMapper strict = JsonMapper.builder()
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        JacksonJsonMessageConverter converter =
                new JacksonJsonMessageConverter(strict, PointsMessaging.class.getPackageName());
        converter.setAlwaysConvertToInferredType(true);
        return converter;
    }
}
