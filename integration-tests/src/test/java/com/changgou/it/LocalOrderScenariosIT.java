package com.changgou.it;

import java.util.Map;

/** The scenarios on the launcher's local system: one process for each part, no Docker. */
class LocalOrderScenariosIT extends OrderScenarios {

    @Override
    SystemUnderTest startFresh() {
        return LocalProcessSystem.startFresh("scenarios", Map.of());
    }
}
