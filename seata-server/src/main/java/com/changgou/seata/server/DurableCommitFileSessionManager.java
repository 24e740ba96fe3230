package com.changgou.seata.server;

import io.seata.common.loader.LoadLevel;
import io.seata.common.loader.Scope;
import io.seata.common.util.StringUtils;
import io.seata.core.exception.TransactionException;
import io.seata.core.model.GlobalStatus;
import io.seata.server.session.GlobalSession;
import io.seata.server.storage.file.session.FileSessionManager;
import java.io.File;
import java.io.IOException;

/**
 * File session manager that writes the decision to commit before the TM hears of it.
 *
 * <p>The stock one of 1.8.0 keeps it in memory: {@code GlobalSession.asyncCommit} hands the session to this manager, which
 * has it already and writes nothing. A TC that is killed within a second of answering {@code Committed} finds the session
 * open when it comes back, lets it time out, and <em>rolls a committed transaction back</em>. Found by this project's
 * scenarios; the higher order makes Seata's service loader prefer this manager over the stock one of the same name.
 */
@LoadLevel(name = "file", scope = Scope.PROTOTYPE, order = 1)
public final class DurableCommitFileSessionManager extends FileSessionManager {

    /** EX_IOERR of sysexits.h. */
    private static final int CANNOT_WRITE = 74;

    /**
     * Called by Seata's service loader.
     *
     * @param name of the store
     * @param sessionStoreFilePath its directory
     * @throws IOException if the store cannot be opened
     */
    public DurableCommitFileSessionManager(String name, String sessionStoreFilePath) throws IOException {
        this(name, sessionStoreFilePath, () -> Runtime.getRuntime().halt(CANNOT_WRITE));
    }

    DurableCommitFileSessionManager(String name, String sessionStoreFilePath, Runnable stop) throws IOException {
        super(name, null);
        if (StringUtils.isNotBlank(sessionStoreFilePath)) {
            transactionStoreManager = new FailStopFileStore(sessionStoreFilePath + File.separator + name, this, stop);
        }
    }

    @Override
    public void addGlobalSession(GlobalSession session) throws TransactionException {
        super.addGlobalSession(session);
        if (session.getStatus() == GlobalStatus.AsyncCommitting) {
            updateGlobalSessionStatus(session, GlobalStatus.AsyncCommitting);
        }
    }
}
