package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks between launchers. The operating system frees them however a launcher ends. */
final class FileLocks {

    private FileLocks() {}

    /** What is done while nobody else does anything under the same lock. */
    @FunctionalInterface
    interface Work {

        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Waits for a lock, and holds it during the work. A JVM waits for one at a time, and holds none of the others meanwhile: file locks
     * belong to the process and not to the thread. When two processes each hold one lock in a thread and wait for the other's in
     * another, Linux takes that for a deadlock and refuses both.
     */
    static synchronized void holding(Path lock, Work work) throws IOException {
        try (FileChannel channel = open(lock)) {
            channel.lock();
            work.run();
        }
    }

    /** What is locked until it is closed. */
    static FileChannel open(Path lock) throws IOException {
        Files.createDirectories(lock.getParent());
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** False where another process, or another thread of this one, holds the lock; waits for nobody. */
    static boolean tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException inThisJvm) {
            return false;
        }
    }
}
