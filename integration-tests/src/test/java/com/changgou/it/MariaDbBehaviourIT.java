package com.changgou.it;

import com.changgou.launcher.system.Topology;

/** The embedded MariaDB, which calls itself MySQL to the driver. */
class MariaDbBehaviourIT extends DatabaseBehaviour {

    @Override
    String name() {
        return "mariadb";
    }

    @Override
    Topology.Databases databases() {
        return new Topology.Databases.Embedded();
    }

    @Override
    boolean detachesPreparedBranches() {
        return false;
    }

    @Override
    int checkViolation() {
        return 4025;
    }
}
