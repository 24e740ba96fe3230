package com.changgou.console.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Finished recordings as files, one each. */
final class RecordingArchive {

    private static final int KEPT = 200;
    private static final String ENDING = ".json";

    private final Path directory;
    private final JsonMapper json;

    RecordingArchive(Path directory, JsonMapper json) {
        this.directory = directory;
        this.json = json;
    }

    void save(Recording recording) {
        try {
            Files.createDirectories(directory);
            // Whole from the start: somebody may be reading the list.
            Path unfinished = directory.resolve(recording.id() + ".unfinished");
            Files.writeString(unfinished, json.writeValueAsString(recording));
            Files.move(unfinished, file(recording.id()), StandardCopyOption.ATOMIC_MOVE);
            for (Path old : files().stream().skip(KEPT).toList()) {
                Files.delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The recording cannot be written to " + directory, e);
        }
    }

    Optional<Recording> find(String id) {
        return files().stream()
                .filter(file -> file.equals(file(id)))
                .findFirst()
                .map(this::read);
    }

    /** Newest first. */
    List<Recording> all() {
        return files().stream().map(this::read).toList();
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.comparing(RecordingArchive::changed).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The recordings in " + directory + " cannot be listed", e);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Recording read(Path file) {
        try {
            return json.readValue(Files.readString(file), Recording.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The recording " + file + " cannot be read", e);
        }
    }

    private Path file(String id) {
        return directory.resolve(id + ENDING);
    }
}
