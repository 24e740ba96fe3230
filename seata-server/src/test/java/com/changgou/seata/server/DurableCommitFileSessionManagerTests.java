package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seata.core.model.GlobalStatus;
import io.seata.server.session.GlobalSession;
import io.seata.server.storage.file.session.FileSessionManager;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: a commit that was answered is a commit after the TC was killed. */
class DurableCommitFileSessionManagerTests {

    @TempDir
    Path store;

    @BeforeAll
    static void configure() {
        SeataEnvironment.install();
    }

    @Test
    void decisionToCommitSurvives() throws Exception {
        assertThat(statusAfterRestart(this::durable)).isEqualTo(GlobalStatus.AsyncCommitting);
    }

    @Test
    void stockManagerForgetsIt() throws Exception {
        assertThat(statusAfterRestart(this::stock)).isEqualTo(GlobalStatus.Begin);
    }

    private GlobalStatus statusAfterRestart(Managers managers) throws Exception {
        GlobalSession session = new GlobalSession("order-service", "changgou", "place-order", 30_000);
        FileSessionManager before = managers.open();
        session.setStatus(GlobalStatus.Begin);
        before.addGlobalSession(session);
        // what GlobalSession.asyncCommit does
        session.setStatus(GlobalStatus.AsyncCommitting);
        before.addGlobalSession(session);

        FileSessionManager after = managers.open();
        after.reload();
        return after.findGlobalSession(session.getXid()).getStatus();
    }

    private FileSessionManager durable() throws IOException {
        return new DurableCommitFileSessionManager("root.data", store.toString());
    }

    private FileSessionManager stock() throws IOException {
        return new FileSessionManager("root.data", store.toString());
    }

    private interface Managers {

        FileSessionManager open() throws IOException;
    }
}
