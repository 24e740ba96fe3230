package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Which processes this system has started, on disk, so that a launcher can stop what another one left behind. A process
 * is recognized by its id and the instant of its start: ids are used again.
 */
final class Ledger {

    private static final long CLOCK_STEP_MILLIS = 5_000;

    private final Path directory;

    Ledger(Path home) {
        this.directory = home.resolve("run");
    }

    void write(String part, ProcessHandle process) {
        try {
            Files.createDirectories(directory);
            Path incomplete = directory.resolve(part + ".incomplete");
            Files.writeString(incomplete, process.pid() + " " + startOf(process).toEpochMilli());
            Files.move(incomplete, file(part), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LauncherException("The process of " + part + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    Optional<ProcessHandle> find(String part) {
        Path file = file(part);
        try {
            String[] fields = Files.readString(file).split(" ");
            long start = Long.parseLong(fields[1]);
            return ProcessHandle.of(Long.parseLong(fields[0]))
                    .filter(process -> isSame(startOf(process), start))
                    .filter(ProcessHandle::isAlive);
        } catch (NoSuchFileException notRecorded) {
            return Optional.empty();
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new LauncherException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether the part was started and not stopped since, running or not. */
    boolean isRecorded(String part) {
        return Files.exists(file(part));
    }

    void remove(String part) {
        try {
            Files.deleteIfExists(file(part));
        } catch (IOException e) {
            throw new LauncherException(file(part) + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private Path file(String part) {
        return directory.resolve(part + ".pid");
    }

    /** The start is derived from the time of boot, which moves when the clock is set. */
    private static boolean isSame(Instant start, long recorded) {
        return start.isAfter(Instant.EPOCH) && Math.abs(start.toEpochMilli() - recorded) <= CLOCK_STEP_MILLIS;
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
