package com.changgou.seata.server;

import io.seata.server.session.SessionManager;
import io.seata.server.storage.file.store.FileTransactionStoreManager;
import io.seata.server.store.SessionStorable;
import io.seata.server.store.TransactionStoreManager;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File store of a TC that stops where it cannot write. The stock one of 1.8.0 goes on with what it has in memory alone: a TM that
 * asks again is told {@code Committed}, and after the next start the TC rolls that order back. Found by cell 32 of the fault matrix,
 * a full disk. It also cuts off a record that was not written whole: the stock one appends to it, and reads nothing behind it later.
 */
final class FailStopFileStore extends FileTransactionStoreManager {

    private static final Logger log = LoggerFactory.getLogger(FailStopFileStore.class);

    private final Runnable stop;

    FailStopFileStore(String file, SessionManager sessions, Runnable stop) throws IOException {
        super(withoutTornTail(file), sessions);
        this.stop = stop;
    }

    @Override
    public boolean writeSession(TransactionStoreManager.LogOperation operation, SessionStorable session) {
        boolean written = super.writeSession(operation, session);
        if (!written) {
            log.error(
                    "The TC stops: it cannot write its store, and what it decided now would be forgotten. Make room, and start it");
            stop.run();
        }
        return written;
    }

    /** Each record is its length, in four bytes, and as many bytes. */
    private static String withoutTornTail(String file) throws IOException {
        if (new File(file).exists()) {
            try (RandomAccessFile records = new RandomAccessFile(file, "rw")) {
                long whole = 0;
                for (long next = 0; next <= records.length(); ) {
                    whole = next;
                    next = endOfRecord(records, whole);
                }
                if (whole < records.length()) {
                    log.warn("{} bytes of a record that was not written whole are cut off", records.length() - whole);
                    records.setLength(whole);
                }
            }
        }
        return file;
    }

    /** Behind the end of the file where it is not whole. */
    private static long endOfRecord(RandomAccessFile records, long begin) throws IOException {
        if (records.length() - begin < Integer.BYTES) {
            return Long.MAX_VALUE;
        }
        records.seek(begin);
        int length = records.readInt();
        return length < 0 ? Long.MAX_VALUE : begin + Integer.BYTES + length;
    }
}
