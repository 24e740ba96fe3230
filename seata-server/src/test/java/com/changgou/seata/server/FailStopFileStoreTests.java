package com.changgou.seata.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seata.core.exception.TransactionException;
import io.seata.core.model.GlobalStatus;
import io.seata.server.session.GlobalSession;
import io.seata.server.storage.file.session.FileSessionManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: what a TC has said, it has written. */
class FailStopFileStoreTests {

    private static final byte[] TORN = {0, 0, 1, 0, 42, 42, 42};

    private final AtomicInteger stops = new AtomicInteger();

    @TempDir
    Path store;

    @BeforeAll
    static void configure() {
        SeataEnvironment.install();
    }

    @Test
    void aTcThatCannotWriteStops() throws Exception {
        FileSessionManager manager = failStop();
        GlobalSession session = added(manager);
        manager.destroy();
        assertThat(stops).hasValue(0);

        assertThatThrownBy(() -> manager.updateGlobalSessionStatus(session, GlobalStatus.Committing))
                .isInstanceOf(TransactionException.class);
        assertThat(stops).hasValue(1);
    }

    @Test
    void whatIsWrittenBehindATornRecordIsThereAfterTheNextStart() throws Exception {
        String before = added(failStop()).getXid();
        tear();
        FileSessionManager next = failStop();
        next.reload();
        String after = added(next).getXid();

        FileSessionManager last = failStop();
        last.reload();
        assertThat(last.findGlobalSession(before)).isNotNull();
        assertThat(last.findGlobalSession(after)).isNotNull();
    }

    @Test
    void theStockStoreReadsNothingBehindATornRecord() throws Exception {
        added(stock());
        tear();
        String after = added(stock()).getXid();

        FileSessionManager last = stock();
        last.reload();
        assertThat(last.findGlobalSession(after)).isNull();
    }

    private void tear() throws IOException {
        Files.write(store.resolve("root.data"), TORN, StandardOpenOption.APPEND);
    }

    private static GlobalSession added(FileSessionManager manager) throws TransactionException {
        GlobalSession session = new GlobalSession("order-service", "changgou", "place-order", 30_000);
        session.setStatus(GlobalStatus.Begin);
        manager.addGlobalSession(session);
        return session;
    }

    private FileSessionManager failStop() throws IOException {
        return new DurableCommitFileSessionManager("root.data", store.toString(), stops::incrementAndGet);
    }

    private FileSessionManager stock() throws IOException {
        return new FileSessionManager("root.data", store.toString());
    }
}
