package com.changgou.seata;

import static org.apache.seata.common.Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT;
import static org.apache.seata.spring.boot.autoconfigure.StarterConstants.CLIENT_RM_PREFIX;
import static org.apache.seata.spring.boot.autoconfigure.StarterConstants.PROPERTY_BEAN_MAP;

import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.spring.boot.autoconfigure.SeataCoreEnvironmentPostProcessor;
import org.apache.seata.spring.boot.autoconfigure.properties.client.RmProperties;
import org.springframework.mock.env.MockEnvironment;

/** What Seata's classes read in their static initializers. */
public final class SeataTestEnvironment {

    private SeataTestEnvironment() {}

    public static void give() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("seata.config.type", "file")
                .withProperty("seata.registry.type", "file");
        ObjectHolder.INSTANCE.setObject(OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT, environment);
        SeataCoreEnvironmentPostProcessor.init();
        PROPERTY_BEAN_MAP.put(CLIENT_RM_PREFIX, RmProperties.class);
    }
}
