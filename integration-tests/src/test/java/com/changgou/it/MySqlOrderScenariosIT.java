package com.changgou.it;

import com.changgou.launcher.system.Topology;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The scenarios on a real MySQL of this machine, without Docker: the mysqld of the PATH, or {@code -Dmysqld=/path/to/it}. */
@Tag("mysql")
@EnabledIf(value = "mysqldIsHere", disabledReason = "no mysqld on the PATH, and none named by -Dmysqld")
class MySqlOrderScenariosIT extends OrderScenarios {

    static boolean mysqldIsHere() {
        return mysqld().isPresent();
    }

    static Optional<Path> mysqld() {
        String named = System.getProperty("mysqld");
        return named != null
                ? Optional.of(Path.of(System.getProperty("changgou.root")).resolve(named))
                : Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, "mysqld"))
                        .filter(Files::isExecutable)
                        .filter(MySqlOrderScenariosIT::isMySql)
                        .findFirst();
    }

    /** MariaDB's server has the same name. */
    private static boolean isMySql(Path mysqld) {
        try {
            Process version = new ProcessBuilder(mysqld.toString(), "--version").start();
            return !new String(version.getInputStream().readAllBytes()).contains("MariaDB");
        } catch (IOException unusable) {
            return false;
        }
    }

    @Override
    SystemUnderTest startFresh() {
        return LocalProcessSystem.startFresh(
                "mysql",
                new Topology(
                        new Topology.Databases.MySql(mysqld().orElseThrow()), new Topology.Broker.Embedded(), false));
    }
}
