package com.changgou.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The only directory that the broker may write to. One that nobody asked for is deleted at the end. */
final class BrokerHome implements AutoCloseable {

    private final Path directory;
    private final boolean temporary;

    private BrokerHome(Path directory, boolean temporary) {
        this.directory = directory.toAbsolutePath();
        this.temporary = temporary;
    }

    static BrokerHome of(Settings settings) throws StartFailure {
        try {
            return settings.home().isPresent()
                    ? new BrokerHome(Files.createDirectories(settings.home().get()), false)
                    : new BrokerHome(Files.createTempDirectory("amqp-broker-"), true);
        } catch (IOException e) {
            throw StartFailure.didNotStart("The broker's directory cannot be created: " + e + ".", e);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        if (!temporary || Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
