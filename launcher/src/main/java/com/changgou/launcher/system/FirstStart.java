package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * Starts applications for the first time while no other launcher does: who waits starts from the other's archives, with a
 * third of the processor time. Three that write them at once on two processors take 150 s each.
 */
final class FirstStart {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Path lock;
    private final BooleanSupplier rehearses;
    private final Progress progress;

    /** {@code rehearses}: whether a start would write an archive that is not there yet. */
    FirstStart(Path lock, BooleanSupplier rehearses, Progress progress) {
        this.lock = lock;
        this.rehearses = rehearses;
        this.progress = progress;
    }

    void run(Runnable start) {
        if (!rehearses.getAsBoolean()) {
            start.run();
            return;
        }
        try {
            Files.createDirectories(lock.getParent());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (!HomeLock.isLocked(channel)) {
                    progress.note("Waiting for another launcher, which starts these applications for the first time");
                    Awaitility.await()
                            .forever()
                            .pollInterval(LOOK)
                            .until(() -> !rehearses.getAsBoolean() || HomeLock.isLocked(channel));
                }
                start.run();
            }
        } catch (IOException e) {
            throw new LauncherException(lock + " cannot be locked: " + e.getMessage(), e);
        }
    }
}
