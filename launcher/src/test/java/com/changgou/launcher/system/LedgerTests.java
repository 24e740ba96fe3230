package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: only a process that this system has started is ever found, and so ever stopped. */
class LedgerTests {

    @TempDir
    Path home;

    @Test
    void findsTheProcessThatWasWritten() {
        Ledger ledger = new Ledger(home);
        ledger.write("tc", ProcessHandle.current());
        assertThat(ledger.find("tc")).contains(ProcessHandle.current());
        assertThat(ledger.find("order-service")).isEmpty();
    }

    @Test
    void doesNotMistakeAnotherProcessThatGotTheSameId() throws IOException {
        Ledger ledger = new Ledger(home);
        ledger.write("tc", ProcessHandle.current());
        Path file = home.resolve("run/tc.pid");
        Files.writeString(file, ProcessHandle.current().pid() + " 1");
        assertThat(ledger.find("tc")).isEmpty();
    }

    @Test
    void forgetsWhatIsRemoved() {
        Ledger ledger = new Ledger(home);
        ledger.write("tc", ProcessHandle.current());
        ledger.remove("tc");
        assertThat(ledger.find("tc")).isEmpty();
    }
}
