package com.changgou.seata.server;

import static io.seata.common.Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT;

import io.seata.common.holder.ObjectHolder;
import io.seata.spring.boot.autoconfigure.SeataCoreEnvironmentPostProcessor;
import io.seata.spring.boot.autoconfigure.SeataServerEnvironmentPostProcessor;
import org.springframework.mock.env.MockEnvironment;

/** The static configuration that upstream's classes read when they are loaded. */
final class SeataEnvironment {

    static final String SECRET = "a secret of thirty-two characters";
    static final String SECOND_SECRET = "the secret that was the first once";

    private SeataEnvironment() {}

    static void install() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("seata.config.type", "file")
                .withProperty("seata.registry.type", "file")
                .withProperty(ClientSecrets.SECRET, SECRET)
                .withProperty(ClientSecrets.SECOND_SECRET, SECOND_SECRET);
        ObjectHolder.INSTANCE.setObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT, environment);
        SeataCoreEnvironmentPostProcessor.init();
        SeataServerEnvironmentPostProcessor.init();
    }
}
