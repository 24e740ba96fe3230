package com.changgou.it;

import com.changgou.launcher.system.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** A real MySQL, 8.0.29 or newer. */
@Tag("mysql")
@EnabledIf(
        value = "com.changgou.it.MySqlOrderScenariosIT#mysqldIsHere",
        disabledReason = "no mysqld on the PATH, and none named by -Dmysqld")
class MySqlBehaviourIT extends DatabaseBehaviour {

    @Override
    String name() {
        return "mysql";
    }

    @Override
    Topology.Databases databases() {
        return new Topology.Databases.MySql(MySqlOrderScenariosIT.mysqld().orElseThrow());
    }

    @Override
    boolean detachesPreparedBranches() {
        return true;
    }

    @Override
    int checkViolation() {
        return 3819;
    }
}
