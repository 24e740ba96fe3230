package com.changgou.it;

import java.util.Map;

/** The scenarios on processes of this machine and the embedded MariaDB: under AT here, in the other modes in its subclasses. */
class LocalOrderScenariosIT extends OrderScenarios {

    @Override
    SystemUnderTest startFresh() {
        return LocalProcessSystem.startFresh("scenarios-" + mode(), Map.of());
    }
}
