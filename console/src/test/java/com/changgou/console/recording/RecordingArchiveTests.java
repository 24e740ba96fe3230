package com.changgou.console.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.console.recording.Recording.State;
import com.changgou.proof.Mode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: a recording that was kept is the one that was made, and only recordings are found. */
class RecordingArchiveTests {

    @TempDir
    Path directory;

    @Test
    void keepsARecording() {
        Recording made = recording("one");
        RecordingArchive archive = archive();
        archive.save(made);

        assertThat(archive.find("one")).contains(made);
        assertThat(archive.all()).containsExactly(made);
    }

    @Test
    void findsNothingOutsideOfItsDirectory() {
        archive().save(recording("one"));
        RecordingArchive below = new RecordingArchive(directory.resolve("below"), JsonMapper.shared());

        assertThat(below.find("../one")).isEmpty();
        assertThat(below.all()).isEmpty();
    }

    private RecordingArchive archive() {
        return new RecordingArchive(directory, JsonMapper.shared());
    }

    private static Recording recording(String id) {
        return new Recording(
                Recording.FORMAT,
                id,
                Instant.parse("2026-11-26T11:00:00Z"),
                new PlacedOrder("u1", 1, 2, Mode.MIXED, null, "key"),
                "127.0.0.2:8091:1",
                State.ENDED,
                null,
                null,
                null,
                List.of(),
                List.of(new Step(Step.BEFORE, Instant.EPOCH, 0, FactsTests.nothing(), Facts.before())),
                null);
    }
}
