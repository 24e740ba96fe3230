package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.TC;

import com.changgou.faultmatrix.check.Invariant;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.check.StateReader;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.proof.Database;
import com.changgou.proof.FaultSwitch.Fault;
import com.changgou.proof.Http;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.springframework.util.FileSystemUtils;

/** Cells whose fault is the TC's store, or its clock. */
final class StoreCells {

    /** Of 24 orders and the canaries after them. */
    private static final double MOST = 0.8;

    private static final Hazard FORGOTTEN = new Hazard(
            "DefaultCore.rollback: a transaction that the TC does not know is Finished",
            Set.of(Invariant.I3, Invariant.I6));

    static final List<Cell> CELLS = List.of(
            cell(
                            8,
                            "TC restart with lost unsynced tail",
                            "async flush, both branches registered",
                            "nothing is lost; with async flush the rollback is forgotten",
                            StoreCells::tailLost)
                    .knownHazard(FORGOTTEN),
            cell(
                            9,
                            "TC sessionStore emptied",
                            "both branches registered, then rollback",
                            "nobody can know: the checker sees it",
                            StoreCells::storeEmptied)
                    .knownHazard(FORGOTTEN),
            cell(
                            32,
                            "disk full at the TC",
                            "append of a decision to commit",
                            "the TC stops before it answers; who was promised an order has it, after room and restart",
                            StoreCells::noRoomForTheDecision)
                    .unknownAtMost(MOST),
            cell(
                    33,
                    "TC clock 10 min back, then 10 min on",
                    "transactions open",
                    "back: the TC waits on, and the TM gives up by itself; on: the TC gives up at once; both orders are gone whole",
                    StoreCells::clockSteps));

    /** MB: the sessions of all cells that were played before lie on it, too, and the TC writes them once more when it starts. */
    private static final int TC_DISK = 8;

    /** {@code DurableCommitFileSessionManager}. */
    private static final int CANNOT_WRITE = 74;

    private static final String BOTH_REGISTERED = "order.after-insert";

    /** FileTransactionStoreManager: async, it forces every tenth record, or what is 2 s old when nothing else comes for 2 s. */
    private static final Duration UNFORCED = Duration.ofSeconds(2);

    private static final Duration FORCED = Duration.ofSeconds(5);

    /** The client of an order that is held while the TC is started again, and found again by those who have lost it. */
    private static final Duration PATIENCE = Duration.ofSeconds(110);

    private static final Duration FOUND_AGAIN = Duration.ofSeconds(80);

    /** More decisions than fit on what is left of a page of 4096 bytes. */
    private static final int DECISIONS = 24;

    /** Longer than a global transaction may last. */
    private static final Duration OVERDUE = Stage.GLOBAL_TIMEOUT.plusSeconds(4);

    /** HTTP says it in seconds. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private StoreCells() {}

    /** What a power cut leaves: all that was forced to the disk before, and nothing of what came since. */
    private static void tailLost(Trial trial) throws IOException {
        Path files = trial.stage().tcFiles();
        Path forced = files.resolveSibling("forced");
        trial.awaitMoment("all of the store is on the disk", () -> age(files).compareTo(FORCED) > 0);
        FileSystemUtils.deleteRecursively(forced);
        FileSystemUtils.copyRecursively(files, forced);
        Instant begin = Instant.now();
        Placing order = trial.prepare(Mode.AT);
        String xid = holdRollback(trial, order);
        trial.kill(TC);
        Duration took = Duration.between(begin, Instant.now());
        trial.require("3 records within " + took.toMillis() + " ms were not forced yet", took.compareTo(UNFORCED) < 0);
        FileSystemUtils.deleteRecursively(files);
        Files.move(forced, files);
        rollBackWhatIsForgotten(trial, order, xid);
    }

    private static void storeEmptied(Trial trial) throws IOException {
        Placing order = trial.prepare(Mode.AT);
        String xid = holdRollback(trial, order);
        trial.kill(TC);
        FileSystemUtils.deleteRecursively(trial.stage().tcFiles());
        rollBackWhatIsForgotten(trial, order, xid);
    }

    private static String holdRollback(Trial trial, Placing order) {
        trial.faults().arm(new Fault(BOTH_REGISTERED, "hold", 1, 0, null, order.key()));
        trial.faults().arm(new Fault(BOTH_REGISTERED, "throw", 1, 0, null, order.key()));
        trial.send(order, trial.client().waiting(PATIENCE));
        return trial.awaitHeld(BOTH_REGISTERED);
    }

    private static void rollBackWhatIsForgotten(Trial trial, Placing order, String xid) {
        trial.start(TC);
        trial.warmUp(FOUND_AGAIN);
        trial.require("the TC does not know " + xid, trial.status(xid).isEmpty());
        trial.faults().release(BOTH_REGISTERED, xid);
        order.outcome(PATIENCE);
        trial.ending().told(order, REFUSED);
        trial.ending().repair(() -> undoByHand(trial, order, xid));
    }

    /** What the TC's rollback would have done, and the points that were granted meanwhile. */
    private static boolean undoByHand(Trial trial, Placing order, String xid) throws SQLException {
        LocalSystem system = trial.stage().system();
        Database orders = system.orderDatabase();
        Database goods = system.goodsDatabase();
        Database users = system.userDatabase();
        String id = StateReader.of(system).read().orders().orders().stream()
                .filter(row -> row.xid().equals(xid))
                .map(OrderRow::id)
                .findFirst()
                .orElseThrow();
        trial.change(users, """
                UPDATE tb_user JOIN tb_point_log ON tb_user.id = user_id SET points = points - point WHERE order_id = ?""", id);
        trial.change(users, "DELETE FROM tb_point_log WHERE order_id = ?", id);
        trial.change(goods, """
                UPDATE tb_sku JOIN tb_stock_journal ON tb_sku.id = sku_id SET stock = stock + quantity WHERE request_id = ?""", order.key());
        trial.change(goods, "DELETE FROM tb_stock_journal WHERE request_id = ?", order.key());
        for (String table : List.of("tb_order_line", "tb_task_his", "tb_order_journal")) {
            trial.change(orders, "DELETE FROM " + table + " WHERE order_id = ?", id);
        }
        trial.change(orders, "DELETE FROM tb_order WHERE id = ?", id);
        trial.change(orders, "DELETE FROM tb_order_claim WHERE request_id = ?", order.key());
        for (Database database : List.of(orders, goods)) {
            trial.change(database, "DELETE FROM undo_log WHERE xid = ?", xid);
        }
        return true;
    }

    private static void noRoomForTheDecision(Trial trial) {
        SmallDisk disk = trial.stage().onSmallDisk(TC, TC_DISK);
        trial.warmUp(FOUND_AGAIN);
        List<Placing> orders = LongStream.rangeClosed(1, DECISIONS)
                .mapToObj(sku -> Placing.of(Mode.AT, List.of(new Line(sku, 1))))
                .toList();
        // Not for these alone: whoever holds one order is given more time by the TC, also after its restart.
        trial.faults().arm(BOTH_REGISTERED, "hold", DECISIONS, 0);
        orders.forEach(trial::send);
        trial.awaitMoment(
                "all are held", () -> trial.faults().holding(BOTH_REGISTERED).size() == DECISIONS);
        trial.witness(disk.fill());
        trial.faults().release(BOTH_REGISTERED);
        trial.awaitLog(TC, "No space left on device");
        trial.awaitMoment(
                "the TC has stopped by itself",
                () -> trial.stage().system().exitCode(TC).orElse(0) == CANNOT_WRITE);
        trial.witness("the TC has stopped by itself, exit code " + CANNOT_WRITE);
        disk.free();
        trial.start(TC);
        orders.forEach(order -> order.outcome(PATIENCE));
    }

    private static void clockSteps(Trial trial) {
        FakeClock clock =
                FakeClock.in(trial.stage().system().installation().home().resolve("clock"));
        trial.stage().restartIn(TC, clock.environment());
        trial.warmUp(FOUND_AGAIN);

        Placing late = trial.prepare(Mode.AT);
        Instant begin = Instant.now();
        String lateXid = hold(trial, late);
        set(trial, clock, -10);
        trial.awaitMoment("the time-out is over", () -> Instant.now().isAfter(begin.plus(OVERDUE)));
        trial.require(
                lateXid + " is Begin after " + OVERDUE.toSeconds() + " s",
                trial.status(lateXid).equals(Optional.of("Begin")));
        trial.faults().release(BOTH_REGISTERED, lateXid);
        // The TM goes by its own clock, and rolls back itself what has lasted too long.
        trial.ending().told(late, REFUSED);
        trial.ending().isGone(late);
        late.outcome(PATIENCE);

        set(trial, clock, 0);
        Placing early = trial.prepare(Mode.AT);
        Instant next = Instant.now();
        String earlyXid = hold(trial, early);
        set(trial, clock, 10);
        trial.awaitMoment(
                earlyXid + " is timed out", () -> !trial.status(earlyXid).equals(Optional.of("Begin")));
        trial.require("that was before its time", Instant.now().isBefore(next.plus(Stage.GLOBAL_TIMEOUT)));
        trial.faults().release(BOTH_REGISTERED, earlyXid);
        early.outcome(PATIENCE);
        trial.ending().told(early, UNKNOWN);
        trial.ending().wasUndone(earlyXid);
    }

    /** Not for this order alone: the TC would be told to wait for it for minutes. */
    private static String hold(Trial trial, Placing order) {
        trial.faults().arm(BOTH_REGISTERED, "hold");
        trial.send(order, trial.client().waiting(PATIENCE));
        return trial.awaitHeld(BOTH_REGISTERED);
    }

    /** A transaction that is begun before the clock was seen to be right again would be ten minutes old at once. */
    private static void set(Trial trial, FakeClock clock, int minutes) {
        clock.set(String.format(Locale.ROOT, "%+dm", minutes));
        Duration wrong = Duration.ofMinutes(minutes);
        trial.awaitMoment(
                "the TC's clock is set",
                () -> Duration.between(Instant.now().plus(wrong), clockOfTc(trial))
                                .abs()
                                .compareTo(CLOCK_TOLERANCE)
                        < 0);
        trial.witness("the TC's clock says " + clockOfTc(trial) + " at " + Instant.now());
    }

    /** As it says with every answer over HTTP. */
    private static Instant clockOfTc(Trial trial) {
        int port = trial.stage().system().installation().ports().tcHttp();
        return Instant.ofEpochMilli(Http.to("http://127.0.0.1:" + port)
                .get()
                .uri("/health")
                .retrieve()
                .toBodilessEntity()
                .getHeaders()
                .getDate());
    }

    private static Duration age(Path files) throws IOException {
        return Duration.between(
                Files.getLastModifiedTime(files.resolve("root.data")).toInstant(), Instant.now());
    }
}
