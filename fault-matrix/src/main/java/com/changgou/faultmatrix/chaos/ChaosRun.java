package com.changgou.faultmatrix.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.changgou.faultmatrix.cell.Stage;
import com.changgou.faultmatrix.chaos.Schedule.Step;
import com.changgou.faultmatrix.check.Aftermath;
import com.changgou.faultmatrix.check.Allowance;
import com.changgou.faultmatrix.check.Checker;
import com.changgou.faultmatrix.check.Report;
import com.changgou.faultmatrix.check.State;
import com.changgou.faultmatrix.check.State.Sku;
import com.changgou.faultmatrix.check.StateReader;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.faultmatrix.history.HistoryFile;
import com.changgou.faultmatrix.history.Load;
import com.changgou.proof.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Orders in every mode while a schedule of faults is played, and looks at what is left when it has ended. */
final class ChaosRun {

    private static final int CLIENTS = 4;
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(50);
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    /** Steps that wait for a part to come up, and nobody else, hold a thread. */
    private static final int THREADS = 16;

    /** Twice what the longest timeouts of the stage add up to. */
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);

    /** Most answers are definite, whatever is broken: who calls everything unknown has shown nothing. */
    private static final double UNKNOWN_CEILING = 0.25;

    private final Schedule schedule;
    private final Stage stage;
    private final StateReader reader;
    private final Path directory;
    private final Consumer<String> out;
    private final List<Played> played = new ArrayList<>();
    private final Map<String, Semaphore> subjects = new ConcurrentHashMap<>();
    private Instant begin = Instant.EPOCH;

    /**
     * A run.
     *
     * @param schedule what is done when
     * @param stage the system, where nothing is open
     * @param directory for the history
     * @param out is told what happens, a line at a time
     */
    ChaosRun(Schedule schedule, Stage stage, Path directory, Consumer<String> out) {
        this.schedule = schedule;
        this.stage = stage;
        this.reader = StateReader.of(stage.system());
        this.directory = directory;
        this.out = out;
    }

    ChaosReport run() throws IOException, SQLException {
        Files.createDirectories(directory);
        Path file = directory.resolve("history.jsonl");
        Files.deleteIfExists(file);
        stockUp();
        State initial = reader.read();
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
        try (HistoryFile history = new HistoryFile(file);
                Observer observer = new Observer(stage)) {
            HistoryClient client =
                    new HistoryClient(stage.edges().orderService(), Stage.CLIENT_TIMEOUT, history::append);
            begin = Instant.now();
            playUnderLoad(client, skus(initial), threads);
            Instant peace = Instant.now();
            say("The load has ended; everything is mended");
            stage.mend();
            say("Asking again for what is unknown");
            client.resolve(History.read(file), RECOVERY_LIMIT);
            say("Waiting until nothing is open, and ordering every SKU in every mode");
            Aftermath aftermath = Aftermath.await(reader, client::place, RECOVERY_LIMIT);
            Duration recovery = Duration.between(peace, Instant.now());
            History told = History.read(file);
            Report report = new Checker(observer.samples(aftermath.canaries()), Allowance.ofUnknown(UNKNOWN_CEILING))
                    .check(told, initial, reader.read());
            return new ChaosReport(
                    schedule,
                    stage.store(),
                    begin,
                    List.copyOf(played),
                    Throughput.of(told, begin),
                    recovery,
                    aftermath.open(),
                    report);
        } finally {
            threads.shutdownNow();
        }
    }

    private void playUnderLoad(HistoryClient client, List<Long> skus, ScheduledExecutorService threads) {
        Load.Plan plan = new Load.Plan(schedule.seed(), CLIENTS, skus, List.of(Mode.values()), BETWEEN_ORDERS);
        try (Load load = Load.start(client::place, plan)) {
            threads.scheduleAtFixedRate(
                    () -> say(load.counts().toString()), PROGRESS.toMillis(), PROGRESS.toMillis(), MILLISECONDS);
            List<CompletableFuture<Void>> steps =
                    schedule.steps().stream().map(step -> play(step, threads)).toList();
            CompletableFuture<Void> over = new CompletableFuture<>();
            threads.schedule(() -> over.complete(null), schedule.length().toMillis(), MILLISECONDS);
            over.join();
            CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).join();
            load.stop();
        }
    }

    /** What of the same subject is still being mended is waited for. */
    private CompletableFuture<Void> play(Step step, ScheduledExecutorService threads) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Semaphore subject = subjects.computeIfAbsent(step.disturbance().subject(), name -> new Semaphore(1));
        threads.schedule(
                () -> {
                    subject.acquireUninterruptibly();
                    Played now = Played.begin(step, begin, stage);
                    say(now.begun());
                    threads.schedule(
                            () -> {
                                Played ended = now.end(begin);
                                subject.release();
                                synchronized (played) {
                                    played.add(ended);
                                }
                                say(ended.ended());
                                over.complete(null);
                            },
                            step.to().minus(step.from()).toMillis(),
                            MILLISECONDS);
                },
                step.from().toMillis(),
                MILLISECONDS);
        return over;
    }

    private void say(String what) {
        Duration since = Duration.between(begin, Instant.now());
        out.accept("%02d:%02d  %s".formatted(since.toMinutes(), since.toSecondsPart(), what));
    }

    private static List<Long> skus(State state) {
        return state.goods().skus().stream().map(Sku::id).toList();
    }

    /** Nothing is open, so nobody is written over. */
    private void stockUp() throws SQLException {
        try (Connection connection = stage.system().goodsDatabase().connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE tb_sku SET stock = 1000000");
        }
    }
}
