package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Work on files that several launchers share. The operating system frees the lock however a launcher ends.
 *
 * <p>A JVM waits for one lock at a time, and holds none meanwhile. File locks belong to the process and not to the thread: when two
 * processes each hold one lock in a thread and wait for the other's in another, Linux takes that for a deadlock and refuses both.
 */
final class OneAtATime {

    private OneAtATime() {}

    /** What is done while nobody else does anything under the same lock. */
    @FunctionalInterface
    interface Work {

        /** Does it. */
        void run() throws IOException;
    }

    static synchronized void run(Path lock, Work work) throws IOException {
        Files.createDirectories(lock.getParent());
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            work.run();
        }
    }
}
