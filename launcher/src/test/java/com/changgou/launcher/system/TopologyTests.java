package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: a later command looks for the TC where it was started, also when it is not told of Nacos again. */
class TopologyTests {

    @TempDir
    Path home;

    @Test
    void laterCommandKnowsThatThereIsNacosUntilItIsStopped() {
        Ledger ledger = new Ledger(home);
        assertThat(Topology.STANDARD.asStartedIn(home).nacos()).isFalse();

        ledger.write("nacos", ProcessHandle.current());
        assertThat(Topology.STANDARD.asStartedIn(home).nacos()).isTrue();

        ledger.remove("nacos");
        assertThat(Topology.STANDARD.asStartedIn(home).nacos()).isFalse();
    }

    @Test
    void laterCommandMissesNoConsoleThatWasNotStarted() {
        Topology asked = new Topology(new Topology.Databases.Embedded(), new Topology.Broker.Embedded(), false, true);
        assertThat(asked.asStartedIn(home).console()).isFalse();

        new Ledger(home).write("console", ProcessHandle.current());
        assertThat(asked.asStartedIn(home).console()).isTrue();
    }
}
