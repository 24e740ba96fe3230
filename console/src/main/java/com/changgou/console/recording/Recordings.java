package com.changgou.console.recording;

import com.changgou.console.recording.Recording.Origin;
import com.changgou.console.recording.Recording.State;
import com.changgou.console.recording.Recording.Summary;
import com.changgou.proof.Mode;
import com.changgou.proof.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;

/** The recordings of this console. One is made at a time: what it looks at is the whole system. */
public final class Recordings {

    private static final Logger log = LoggerFactory.getLogger(Recordings.class);

    private final Site site;
    private final Recorders recorders;
    private final RecordingArchive archive;
    private final Executor executor;
    private final Duration longestHold;

    private @Nullable Take current;
    private @Nullable String currentId;
    private volatile CompletableFuture<Void> making = CompletableFuture.completedFuture(null);

    Recordings(Site site, Recorders recorders, RecordingArchive archive, Executor executor, Duration longestHold) {
        this.site = site;
        this.recorders = recorders;
        this.archive = archive;
        this.executor = executor;
        this.longestHold = longestHold;
    }

    /** Begins one; empty while another is being made. */
    Optional<Recording> begin(PlacedOrder order, boolean stepping) {
        if (isBusy()) {
            return Optional.empty();
        }
        // One that has ended has its faults to take away, and is not kept yet.
        making.join();
        return beginNow(order, stepping);
    }

    private synchronized boolean isBusy() {
        return current != null && !current.isOver();
    }

    private synchronized Optional<Recording> beginNow(PlacedOrder order, boolean stepping) {
        if (isBusy()) {
            return Optional.empty();
        }
        String id = UUID.randomUUID().toString();
        Take take = new Take(site, recorders, executor, longestHold, id, order, stepping);
        current = take;
        currentId = id;
        making = CompletableFuture.runAsync(() -> make(take), executor);
        return Optional.of(take.recording());
    }

    private void make(Take take) {
        take.run();
        try {
            archive.save(take.recording());
        } catch (RuntimeException lost) {
            log.error("A recording is not kept", lost);
        }
    }

    /** The one that is being made, if it is the one that is meant. */
    synchronized Optional<Take> current(String id) {
        return id.equals(currentId) ? Optional.ofNullable(current) : Optional.empty();
    }

    Optional<Recording> find(String id) {
        return current(id).map(Take::recording).or(() -> archive.find(id)).or(() -> elsewhere(id));
    }

    /** Newest first, with what others have ordered. */
    List<Summary> list() {
        List<Summary> all = new ArrayList<>();
        synchronized (this) {
            if (current != null) {
                all.add(current.recording().summary());
            }
        }
        archive.all().stream()
                .map(Recording::summary)
                .filter(saved -> all.stream().noneMatch(one -> one.id().equals(saved.id())))
                .forEach(all::add);
        elsewhere().stream()
                .filter(known -> all.stream().noneMatch(one -> known.xid().equals(one.xid())))
                .map(Recordings::summary)
                .toList()
                .forEach(all::add);
        all.sort(Comparator.comparing(Summary::startedAt).reversed());
        return all;
    }

    private static Summary summary(Recorders.Known known) {
        return new Summary(
                known.xid(),
                known.xid(),
                known.since(),
                null,
                State.ENDED,
                null,
                Origin.ELSEWHERE,
                mode(known.name()),
                known.end());
    }

    /** As the order service names its transactions: place-order, and -tcc, -mixed, -xa behind it. */
    private static @Nullable Mode mode(@Nullable String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> ("place-order" + (mode == Mode.AT ? "" : "-" + mode)).equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * The recording of a transaction that this console is holding now.
     *
     * @param xid the transaction
     * @return its id, or null where the console has nothing to do with it
     */
    public synchronized @Nullable String idOf(String xid) {
        return current != null
                        && !current.isOver()
                        && xid.equals(current.recording().xid())
                ? currentId
                : null;
    }

    /** The one that is being made, or was made last. */
    synchronized @Nullable String currentId() {
        return currentId;
    }

    private List<Recorders.Known> elsewhere() {
        try {
            return recorders.known();
        } catch (RestClientException notRunning) {
            return List.of();
        }
    }

    /** What was recorded of a transaction that nobody held. */
    private Optional<Recording> elsewhere(String xid) {
        return elsewhere().stream()
                .filter(known -> known.xid().equals(xid))
                .findFirst()
                .map(known -> new Recording(
                        Recording.FORMAT,
                        xid,
                        known.since(),
                        null,
                        xid,
                        State.ENDED,
                        null,
                        null,
                        null,
                        Timeline.of(recorders.of(xid)),
                        List.of(),
                        null));
    }
}
