package com.changgou.it;

import com.changgou.launcher.system.Topology;

/** The points scenarios on the broker that {@code ./demo} brings along. It keeps messages in memory: a kill loses them all. */
class EmbeddedBrokerPointsIT extends PointsScenarios {

    @Override
    String name() {
        return "points";
    }

    @Override
    Topology.Broker broker() {
        return new Topology.Broker.Embedded();
    }

    @Override
    void stopBroker() {
        parts().kill("broker");
    }

    @Override
    void startBroker() {
        parts().start("broker");
    }
}
