package com.changgou.it;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The scenarios on the stack of {@code docker-compose.yml}. */
@Tag("docker")
@EnabledIfSystemProperty(named = "compose", matches = ".*", disabledReason = "not asked for: -Dcompose")
class ComposeOrderScenariosIT extends OrderScenarios {

    @Override
    SystemUnderTest startFresh() {
        return ComposeSystem.startFresh();
    }
}
