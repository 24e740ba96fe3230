package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Topology;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The main scenarios where services and TC find each other through a real Nacos server, and what only Nacos can do. */
class NacosOrderScenariosIT extends MainOrderScenarios {

    private static final String SECOND_GOODS_SERVICE = "goods-service-2";

    private LocalProcessSystem nacosSystem;

    @Override
    SystemUnderTest startFresh() {
        nacosSystem = LocalProcessSystem.startFresh(
                "nacos", new Topology(new Topology.Databases.Embedded(), new Topology.Broker.Embedded(), true));
        return nacosSystem;
    }

    /** Red when the load balancer may keep a list of its own: it goes on calling the dead instance for 35 s. */
    @Test
    void oneOfTwoGoodsServicesIsKilledUnderLoad() {
        parts().start(SECOND_GOODS_SERVICE);
        try (Load load = Load.on(system())) {
            await().atMost(SOON).until(() -> load.placed() > 50);

            noteKill();
            parts().kill("goods-service");
            long atTheKill = load.placed();
            await("the other instance serves")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> load.placed() > atTheKill + 50);

            load.stop();
            report("one of two goods services killed", load);
            parts().start("goods-service");
            invariants().forgiveUndoLogsOfCommittedOrders();
            load.requireEveryPromiseKept(invariants());
        } finally {
            parts().kill(SECOND_GOODS_SERVICE);
        }
    }

    /**
     * Red without the protection against empty lists: a Nacos that comes back has one before the services have registered, and
     * for half a second there is no goods service. With it, the few requests that ask while the client subscribes again are
     * told to come again.
     */
    @Test
    void nacosIsGoneForAMinuteUnderLoad() {
        try (Load load = Load.on(system())) {
            await().atMost(SOON).until(() -> load.placed() > 50);

            parts().kill("nacos");
            Instant killed = Instant.now();
            long atTheKill = load.placed();
            await().atMost(SOON)
                    .until(() -> Duration.between(killed, Instant.now()).toSeconds() >= 60);
            assertThat(load.placed()).as("orders placed without Nacos").isGreaterThan(atTheKill + 200);

            parts().start("nacos");
            await("the services register by themselves").atMost(SOON).until(this::everythingIsRegistered);
            load.stop();
            report("Nacos gone for 60 s", load);
            assertThat(load.statuses().keySet())
                    .as("what clients saw: placed, sold out, or told to come again")
                    .isSubsetOf(201, 409, 503);
            assertThat(load.statuses().getOrDefault(503, 0L))
                    .as("told to come again")
                    .isLessThan(40);
            load.requireEveryPromiseKept(invariants());
        }
    }

    /** A part's health includes that Nacos lists it. */
    private boolean everythingIsRegistered() {
        return parts().isHealthy("tc") && parts().isHealthy("order-service") && parts().isHealthy("goods-service");
    }

    private static void report(String what, Load load) {
        System.out.println(what + ": attempts by status " + load.statuses());
    }

    /** A part of this system by its name: Nacos and the second goods service are in no other. */
    private LocalSystem parts() {
        return nacosSystem.system();
    }
}
