package com.changgou.it;

import com.changgou.launcher.system.Topology;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** XA on a real MySQL of this machine, which detaches a prepared branch from its connection. */
@Tag("mysql")
@EnabledIf(
        value = "com.changgou.it.MySqlOrderScenariosIT#mysqldIsHere",
        disabledReason = "no mysqld on the PATH, and none named by -Dmysqld")
class MySqlXaScenariosIT extends XaScenarios {

    @Override
    String name() {
        return "mysql-xa";
    }

    @Override
    Topology.Databases databases() {
        return new Topology.Databases.MySql(MySqlOrderScenariosIT.mysqld().orElseThrow());
    }

    /** Fewer than the order service has threads: all of them can wait for one row. */
    @Override
    Map<String, List<String>> settings() {
        return Map.of(
                "goods-service", List.of("spring.datasource.druid.max-active=10", "server.tomcat.threads.max=10"));
    }
}
