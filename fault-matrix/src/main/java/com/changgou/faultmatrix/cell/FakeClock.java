package com.changgou.faultmatrix.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A wall clock for one process, which can be set while it runs: libfaketime. What is waited for takes as long as ever. */
final class FakeClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path library;
    private final Path offset;

    private FakeClock(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /**
     * A clock that is right.
     *
     * @param directory for the file that says how wrong it is
     * @throws NotExercisedException where there is no libfaketime
     */
    static FakeClock in(Path directory) {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES)) {
                for (Path architecture : architectures) {
                    Path library = architecture.resolve("faketime/libfaketime.so.1");
                    if (Files.exists(library)) {
                        FakeClock clock = new FakeClock(library, directory.resolve("faketime"));
                        clock.set("+0");
                        return clock;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw Trial.cannot("There is no libfaketime: apt-get install libfaketime");
    }

    /** What a process needs to go by this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /**
     * Sets it. The process sees that within a second.
     *
     * @param difference to the right time, such as {@code +10m}
     */
    void set(String difference) {
        try {
            Path next = offset.resolveSibling("faketime-next");
            Files.writeString(next, difference + "\n");
            Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
