package com.changgou.faultmatrix.cell;

import com.changgou.faultmatrix.cell.CellResult.Verdict;
import com.changgou.faultmatrix.cell.NotExercisedException.NotPossibleHereException;
import com.changgou.faultmatrix.check.Aftermath;
import com.changgou.faultmatrix.check.Checker;
import com.changgou.faultmatrix.check.Invariant;
import com.changgou.faultmatrix.check.Quiescence;
import com.changgou.faultmatrix.check.Report;
import com.changgou.faultmatrix.check.Samples;
import com.changgou.faultmatrix.check.State;
import com.changgou.faultmatrix.check.StateReader;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.faultmatrix.history.HistoryFile;
import com.changgou.faultmatrix.wire.Decisions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Plays one cell on a stage: breaks, mends, waits until nothing is open, and holds what stands against what must hold. */
public final class TrialRunner {

    private final Cell cell;
    private final Stage stage;
    private final StateReader reader;
    private final Path file;

    /**
     * A cell on a stage, once.
     *
     * @param cell which
     * @param stage where nothing is open
     * @param directory for the history
     */
    public TrialRunner(Cell cell, Stage stage, Path directory) {
        this.cell = cell;
        this.stage = stage;
        this.reader = StateReader.of(stage.system());
        this.file = directory.resolve("cell-" + cell.number() + "-" + stage.store() + ".jsonl");
    }

    /**
     * Plays it.
     *
     * @return what it has come to; where it is {@link Verdict#FAILED} the stage is of no use for another cell
     * @throws IOException if the history cannot be written
     */
    public CellResult run() throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        State initial = reader.read();
        Decisions decisions = new Decisions(stage.edges().log());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (HistoryFile history = new HistoryFile(file)) {
            HistoryClient client =
                    new HistoryClient(stage.edges().orderService(), Stage.CLIENT_TIMEOUT, history::append);
            Trial trial = new Trial(cell, stage, client, threads);
            Optional<NotExercisedException> missed = play(trial);
            long mended = System.nanoTime();
            trial.awaitAnswers();
            client.resolve(History.read(file), cell.limit());
            Judgement judgement = judge(trial, client, initial, decisions, cell.limit());
            Duration recovery = Duration.ofNanos(System.nanoTime() - mended);
            if (missed.isPresent()) {
                return tidied(trial, notLanded(trial, missed.get()));
            }
            CellResult result = cell.hazard()
                    .map(hazard -> hazard(trial, hazard, judgement, client, initial, decisions))
                    .orElseGet(() -> judgement.isClean()
                            ? result(trial, Verdict.PASSED, recovery, List.of())
                            : result(trial, Verdict.FAILED, null, judgement.wrong()));
            return tidied(trial, result);
        } finally {
            threads.shutdownNow();
        }
    }

    private CellResult notLanded(Trial trial, NotExercisedException missed) {
        Verdict verdict =
                missed instanceof NotPossibleHereException ? Verdict.NOT_POSSIBLE_HERE : Verdict.NOT_EXERCISED;
        return result(trial, verdict, null, List.of(String.valueOf(missed.getMessage())));
    }

    /** Says why the fault did not land, if it did not. */
    private Optional<NotExercisedException> play(Trial trial) {
        try {
            trial.warmUp(cell.limit());
            new Quiescence(reader).await(cell.limit());
            cell.play().run(trial);
            return trial.witnesses().isEmpty()
                    ? Optional.of(new NotExercisedException("The cell has no witness"))
                    : Optional.empty();
        } catch (NotExercisedException missed) {
            return Optional.of(missed);
        } catch (Exception failed) {
            return Optional.of(new NotExercisedException("The cell cannot be played: " + failed));
        } finally {
            stage.mend();
        }
    }

    /** What cannot be taken away would be counted against the next cell. */
    private CellResult tidied(Trial trial, CellResult result) {
        List<Exception> failures = trial.ending().afterwards().stream()
                .flatMap(action -> failureOf(action).stream())
                .toList();
        if (failures.isEmpty()) {
            return result;
        }
        List<String> remarks = new ArrayList<>(result.remarks());
        failures.forEach(failure -> remarks.add("Something was left behind: " + failure));
        return result(trial, Verdict.FAILED, null, remarks);
    }

    private CellResult hazard(
            Trial trial, Hazard hazard, Judgement before, HistoryClient client, State initial, Decisions decisions) {
        if (!before.violated().equals(hazard.violates())
                || !before.disappointments().isEmpty()) {
            List<String> remarks = new ArrayList<>(before.wrong());
            remarks.add("The known hazard violates " + hazard.violates() + ", this run " + before.violated());
            return result(trial, Verdict.FAILED, null, remarks);
        }
        long repairing = System.nanoTime();
        Optional<Exception> failure = trial.ending().repair().flatMap(TrialRunner::failureOf);
        Judgement after = judge(trial, client, initial, decisions, cell.limit());
        Duration repair = Duration.ofNanos(System.nanoTime() - repairing);
        return failure.isEmpty() && after.isClean()
                ? result(trial, Verdict.HAZARD, repair, before.wrong())
                : result(trial, Verdict.FAILED, null, repairFailed(failure, after));
    }

    private static List<String> repairFailed(Optional<Exception> failure, Judgement after) {
        List<String> remarks = new ArrayList<>(after.wrong());
        remarks.add(0, "The repair did not mend it" + failure.map(e -> ": " + e).orElse(""));
        return remarks;
    }

    private static Optional<Exception> failureOf(Callable<?> action) {
        try {
            action.call();
            return Optional.empty();
        } catch (Exception failed) {
            return Optional.of(failed);
        }
    }

    /** What is wrong once nothing is open any more, or the limit has come. */
    private record Judgement(List<String> open, Report report, List<String> disappointments) {

        boolean isClean() {
            return open.isEmpty() && report.isClean() && disappointments.isEmpty();
        }

        Set<Invariant> violated() {
            return report.violated();
        }

        List<String> wrong() {
            List<String> wrong = new ArrayList<>();
            open.forEach(what -> wrong.add("still open: " + what));
            report.findings().forEach(finding -> wrong.add(finding.toString()));
            wrong.addAll(disappointments);
            return wrong;
        }
    }

    private Judgement judge(Trial trial, HistoryClient client, State initial, Decisions decisions, Duration limit) {
        Aftermath aftermath = Aftermath.await(reader, client::place, limit);
        List<String> open = new ArrayList<>(aftermath.open());
        open.addAll(trial.ending().restless(limit));
        Samples samples = new Samples(
                List.of(),
                Optional.empty(),
                Optional.of(aftermath.canaries()),
                stage.foreignXids(),
                decisions.seen(),
                trial.ending().delivered(),
                OptionalLong.empty());
        try {
            State now = reader.read();
            Report report = new Checker(samples, trial.ending().allowance()).check(History.read(file), initial, now);
            return new Judgement(open, report, trial.ending().disappointments(now));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private CellResult result(Trial trial, Verdict verdict, @Nullable Duration recovery, List<String> remarks) {
        return new CellResult(cell.number(), stage.store(), verdict, trial.witnesses(), recovery, remarks);
    }
}
