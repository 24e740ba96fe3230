package com.changgou.faultmatrix.wire;

import static org.apache.seata.common.Constants.OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT;

import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.spring.boot.autoconfigure.SeataCoreEnvironmentPostProcessor;
import org.springframework.mock.env.MockEnvironment;

/** What Seata's encoder reads in its static initializers; the tap itself needs none of it. */
final class SeataEnvironment {

    private SeataEnvironment() {}

    static void give() {
        ObjectHolder.INSTANCE.setObject(
                OBJECT_KEY_SPRING_CONFIGURABLE_ENVIRONMENT,
                new MockEnvironment()
                        .withProperty("seata.config.type", "file")
                        .withProperty("seata.registry.type", "file"));
        SeataCoreEnvironmentPostProcessor.init();
    }
}
