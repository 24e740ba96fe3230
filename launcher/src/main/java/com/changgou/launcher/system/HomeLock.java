package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One launcher at a time for each home. The operating system frees the lock however the launcher ends; the file names the process
 * that holds it.
 */
final class HomeLock {

    private final Path file;
    private @Nullable FileChannel held;

    HomeLock(Path home) {
        this.file = home.resolve("launcher.lock");
    }

    synchronized void acquire() {
        try {
            FileChannel channel = FileLocks.open(file);
            if (!FileLocks.tryLock(channel)) {
                channel.close();
                throw new LauncherException("Another launcher" + holder() + " is running this system ("
                        + file.getParent() + "). Stop it first, or choose another --home.");
            }
            held = channel;
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Empty where it cannot be known: the lock is older than its entry, and some systems let nobody read a locked file. */
    private String holder() {
        try {
            String pid = Files.readString(file);
            return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
        } catch (IOException unreadable) {
            return "";
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
