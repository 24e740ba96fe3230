package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: a later command looks for the TC where it was started, also when it is not told of Nacos, or of its store, again. */
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
        Topology asked = new Topology(
                new Topology.Databases.Embedded(),
                new Topology.Broker.Embedded(),
                new Topology.TcStore.Files(),
                false,
                true);
        assertThat(asked.asStartedIn(home).console()).isFalse();

        new Ledger(home).write("console", ProcessHandle.current());
        assertThat(asked.asStartedIn(home).console()).isTrue();
    }

    @Test
    void laterCommandKnowsWhereTheTcKeepsItsSessionsUntilItIsStopped() {
        Ledger ledger = new Ledger(home);
        assertThat(storeAsStarted()).isEqualTo(new Topology.TcStore.Files());

        ledger.write("tc-db", ProcessHandle.current());
        assertThat(storeAsStarted()).isEqualTo(new Topology.TcStore.OwnDatabase(1));

        ledger.write("tc-2", ProcessHandle.current());
        assertThat(storeAsStarted()).isEqualTo(new Topology.TcStore.OwnDatabase(2));

        ledger.remove("tc-2");
        ledger.remove("tc-db");
        assertThat(storeAsStarted()).isEqualTo(new Topology.TcStore.Files());
    }

    private Topology.TcStore storeAsStarted() {
        return Topology.STANDARD.asStartedIn(home).tcStore();
    }
}
