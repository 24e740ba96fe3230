package com.changgou.console.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.console.recording.Recording.State;
import com.changgou.proof.Mode;
import com.changgou.proof.Site;
import com.changgou.proof.TcConsole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: a recording ends, whatever happens to it, is kept, and lets another one begin. */
class RecordingsTests {

    private static final PlacedOrder ORDER = new PlacedOrder("u1", 1, 2, Mode.AT, null, "key");

    /** Without databases: not even an error that anybody expects. */
    private static final Site NOTHING = new Site("http://127.0.0.1:1", "http://127.0.0.1:1", null, null, null);

    @TempDir
    Path directory;

    @Test
    void recordingThatBreaksIsKeptAndLetsAnotherOneBegin() {
        RecordingArchive archive = new RecordingArchive(directory, JsonMapper.shared());
        Recordings recordings = new Recordings(
                NOTHING,
                new Recorders(NOTHING, new StaticListableBeanFactory().getBeanProvider(TcConsole.class)),
                archive,
                Runnable::run,
                Duration.ofSeconds(1));

        Recording broken = recordings.begin(ORDER, false).orElseThrow();

        assertThat(broken.state()).isEqualTo(State.FAILED);
        assertThat(archive.find(broken.id())).contains(broken);
        assertThat(recordings.begin(ORDER, false)).isPresent();
    }
}
