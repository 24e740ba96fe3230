package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * Starts applications for the first time while no other launcher does: who waits starts from the other's archives, with a
 * third of the processor time. On two processors three took 131 to 163 s each at once, and take 65 to 102 s in turn.
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
            try (FileChannel channel = FileLocks.open(lock)) {
                if (!FileLocks.tryLock(channel)) {
                    progress.note("Waiting for another launcher, which starts these applications for the first time");
                    Awaitility.await()
                            .forever()
                            .pollInterval(LOOK)
                            .until(() -> !rehearses.getAsBoolean() || FileLocks.tryLock(channel));
                }
                start.run();
            }
        } catch (IOException e) {
            throw new LauncherException(lock + " cannot be locked: " + e.getMessage(), e);
        }
    }
}
