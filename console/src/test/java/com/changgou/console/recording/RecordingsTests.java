package com.changgou.console.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.changgou.console.recording.Recording.State;
import com.changgou.proof.Mode;
import com.changgou.proof.Site;
import com.changgou.proof.TcConsole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
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
        Recordings recordings = recordings(archive, Runnable::run);

        Recording broken = recordings.begin(ORDER, false).orElseThrow();

        assertThat(broken.state()).isEqualTo(State.FAILED);
        assertThat(archive.find(broken.id())).contains(broken);
        assertThat(recordings.begin(ORDER, false)).isPresent();
    }

    /** Red where the next one begins at once: for a moment the last one was neither here nor in the archive. */
    @Test
    void recordingIsFoundWhileItIsBeingKeptAndTheNextOneIsAskedFor() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        JsonMapper slow = mock(JsonMapper.class);
        given(slow.writeValueAsString(any())).willAnswer(recording -> {
            disk.await();
            return JsonMapper.shared().writeValueAsString(recording.getArgument(0));
        });
        Recordings recordings = recordings(new RecordingArchive(directory, slow), task -> new Thread(task).start());
        String first = recordings.begin(ORDER, false).orElseThrow().id();
        await().until(() -> recordings.find(first).orElseThrow().state() == State.FAILED);

        FutureTask<Optional<Recording>> second = new FutureTask<>(() -> recordings.begin(ORDER, false));
        Thread asking = new Thread(second);
        asking.start();
        await().until(() -> second.isDone() || asking.getState() == Thread.State.WAITING);
        assertThat(recordings.find(first)).isPresent();

        disk.countDown();
        await().until(second::isDone);
        assertThat(second.get()).isPresent();
        assertThat(directory.resolve(first + ".json")).exists();
    }

    private static Recordings recordings(RecordingArchive archive, Executor executor) {
        return new Recordings(
                NOTHING,
                new Recorders(NOTHING, new StaticListableBeanFactory().getBeanProvider(TcConsole.class)),
                archive,
                executor,
                Duration.ofSeconds(1));
    }
}
