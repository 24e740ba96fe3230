package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One launcher at a time for each home. The operating system frees the lock however the launcher ends. */
final class HomeLock {

    private final Path file;
    private @Nullable FileChannel held;

    HomeLock(Path home) {
        this.file = home.resolve("launcher.lock");
    }

    synchronized void acquire() {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new LauncherException("Another launcher is running this system (" + file.getParent()
                        + "). Stop it first, or choose another --home.");
            }
            held = channel;
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisJvm) {
            return false;
        }
    }

    synchronized void release() {
        if (held == null) {
            return;
        }
        try {
            held.close();
            held = null;
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be released: " + e.getMessage(), e);
        }
    }
}
