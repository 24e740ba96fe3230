package com.changgou.it;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The scenarios on the launcher's local system: one process for each part, no Docker. */
class LocalOrderScenariosIT extends OrderScenarios {

    private static LocalProcessSystem system;
    private static Invariants invariants;

    @BeforeAll
    static void start() throws SQLException {
        system = LocalProcessSystem.startFresh("scenarios", Map.of());
        invariants = new Invariants(system);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Override
    SystemUnderTest system() {
        return system;
    }

    @Override
    Invariants invariants() {
        return invariants;
    }
}
