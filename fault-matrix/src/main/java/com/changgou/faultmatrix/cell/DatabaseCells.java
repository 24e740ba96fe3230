package com.changgou.faultmatrix.cell;

import static com.changgou.faultmatrix.cell.Cell.cell;
import static com.changgou.faultmatrix.cell.Ending.Told.PLACED;
import static com.changgou.faultmatrix.cell.Ending.Told.REFUSED;
import static com.changgou.faultmatrix.cell.Ending.Told.UNKNOWN;
import static com.changgou.faultmatrix.cell.Stage.GOODS;
import static com.changgou.faultmatrix.cell.Stage.GOODS_DB;
import static com.changgou.faultmatrix.cell.Stage.ORDER_DB;
import static com.changgou.faultmatrix.cell.Stage.TC;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_DATABASE;
import static com.changgou.faultmatrix.wire.Edge.GOODS_TO_TC;
import static com.changgou.faultmatrix.wire.Trigger.when;

import com.changgou.faultmatrix.check.Invariant;
import com.changgou.faultmatrix.history.Load;
import com.changgou.faultmatrix.wire.Trigger;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Line;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Cells of the databases, and of the rows and locks in them. */
final class DatabaseCells {

    static final List<Cell> CELLS = List.of(
            cell(
                    28,
                    "kill -9 goods' database",
                    "between undo insert and COMMIT, and between COMMIT and its answer",
                    "either way whole: rolled back, and the client is told so",
                    DatabaseCells::databaseDiesAtCommit),
            cell(
                    29,
                    "kill -9 goods' database",
                    "during the undo that the TC has ordered, before its COMMIT",
                    "tried again until it is undone",
                    DatabaseCells::databaseDiesInUndo),
            cell(
                    30,
                    "kill -9 both databases, restart",
                    "under load, with pooled connections",
                    "few errors, orders as before soon, and no thread keeps an XID",
                    DatabaseCells::databasesRestart),
            cell(
                    31,
                    "disk full at goods' database",
                    "undo_log insert",
                    "rolled back, and the client is told so; orders again once there is room",
                    DatabaseCells::diskFull),
            cell(
                            34,
                            "a writer outside of any global transaction",
                            "between phase one and rollback, with and without @GlobalLock",
                            "with it the writer waits; without it the rollback fails, which is alarmed and not lost",
                            DatabaseCells::dirtyWrite)
                    .knownHazard(new Hazard(
                            "apache/incubator-seata#2848, open: AT knows no merge of a row that somebody else has written",
                            Set.of(Invariant.I1, Invariant.I2, Invariant.I6, Invariant.I7)))
                    .within(Duration.ofSeconds(30)),
            cell(
                    37,
                    "abort",
                    "two branches have written the same row in one global transaction",
                    "undone last to first",
                    DatabaseCells::sameRowTwice),
            cell(
                    38,
                    "a branch of several rows, in an explicit transaction",
                    "the lock of one is somebody else's",
                    "refused, and the other rows are free at once",
                    DatabaseCells::conflictOnOneRow));

    private static final String UNDO_OF = "SELECT 1 FROM undo_log WHERE xid = ?";
    private static final String JOURNAL_OF = "SELECT 1 FROM tb_stock_journal WHERE request_id = ?";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SMALL = 256;

    private DatabaseCells() {}

    private static void databaseDiesAtCommit(Trial trial) {
        Placing before = trial.prepare(Mode.AT);
        String xid = trial.holdAt("goods.branch-registered", before);
        trial.slow(GOODS_TO_DATABASE, Duration.ofMillis(700));
        trial.faults().release("goods.branch-registered");
        trial.awaitRow("undo row of " + xid, trial.goods(), UNDO_OF, xid);
        trial.require("it is not committed", !trial.hasCommittedRow(trial.goods(), UNDO_OF, xid));
        trial.kill(GOODS_DB);
        trial.ending().told(before, REFUSED);
        trial.ending().isGone(before);

        trial.stage().edges().heal();
        trial.start(GOODS_DB);
        trial.orderUntilPlaced(Mode.AT);
        Placing after = trial.prepare(Mode.AT);
        String second = trial.holdAt("goods.branch-registered", after);
        trial.slow(GOODS_TO_DATABASE, Duration.ofMillis(700));
        trial.faults().release("goods.branch-registered");
        trial.awaitMoment("it is committed", () -> trial.hasCommittedRow(trial.goods(), UNDO_OF, second));
        trial.cut(GOODS_TO_DATABASE);
        trial.kill(GOODS_DB);
        trial.ending().told(after, REFUSED);
        trial.ending().isGone(after);
    }

    private static void databaseDiesInUndo(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.faults().arm("order.after-insert", "throw");
        String xid = trial.holdAt("goods.before-phase-two", order);
        trial.slow(GOODS_TO_DATABASE, Duration.ofMillis(500));
        trial.faults().release("goods.before-phase-two");
        trial.awaitMoment("the journal row is deleted", () -> !trial.hasRow(trial.goods(), JOURNAL_OF, order.key()));
        trial.require("it is not committed", trial.hasCommittedRow(trial.goods(), JOURNAL_OF, order.key()));
        trial.kill(GOODS_DB);
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void databasesRestart(Trial trial) {
        try (Load load = trial.load(6, Mode.values())) {
            trial.awaitMoment("orders are placed", () -> load.counts().placed() > 20);
            trial.kill(GOODS_DB);
            trial.kill(ORDER_DB);
            long before = load.counts().all() - load.counts().placed();
            trial.awaitMoment(
                    "orders fail", () -> load.counts().all() - load.counts().placed() > before + 6);
            trial.start(ORDER_DB);
            trial.start(GOODS_DB);
            Load.Counts back = load.counts();
            long begin = System.nanoTime();
            trial.awaitMoment("orders are placed again", () -> load.counts().placed() > back.placed() + 20);
            Load.Counts counts = load.counts();
            trial.witness("%d ms after the restart: %s, then %s"
                    .formatted((System.nanoTime() - begin) / 1_000_000, back, counts));
            load.stop();
        }
    }

    private static void diskFull(Trial trial) throws SQLException {
        SmallDisk disk = trial.stage().onSmallDisk(GOODS_DB, SMALL);
        trial.orderUntilPlaced(Mode.AT);
        // The journal, written first, has free pages then, and undo_log has none.
        trial.change(
                trial.goods(),
                "INSERT INTO tb_stock_journal SELECT CONCAT('room-', UUID()), a.id, 0 FROM tb_sku a, tb_sku b, tb_sku c LIMIT 20000");
        trial.change(trial.goods(), "DELETE FROM tb_stock_journal WHERE request_id LIKE 'room-%'");
        trial.change(trial.goods(), "ALTER TABLE undo_log FORCE");
        trial.witness(disk.fill());
        // More than one: connections to the database before it was moved fail, too.
        trial.awaitMoment("the database finds no room for an undo row", () -> {
            Placing order = trial.send(Placing.of(Mode.AT, oneOfEach()));
            trial.awaitAnswer(order);
            trial.ending().told(order, REFUSED);
            trial.ending().isGone(order);
            return trial.says(GOODS_DB, "undo_log.ibd");
        });
        trial.awaitLog(GOODS_DB, "undo_log.ibd");
    }

    private static List<Line> oneOfEach() {
        return LongStream.rangeClosed(1, 50).mapToObj(sku -> new Line(sku, 1)).toList();
    }

    private static void dirtyWrite(Trial trial) throws SQLException {
        OrderApi goods = new OrderApi(trial.stage().system().site().goodsService());
        Placing guarded = trial.prepare(Mode.AT);
        trial.holdAt("order.after-insert", "throw", guarded);
        Trigger asked = when(TO_CLIENT, "GlobalLockQueryResponse").nth(5).after(() -> {});
        trial.stage().edges().tap(GOODS_TO_TC).arm(asked);
        CompletableFuture<OrderApi.Answer> restock =
                trial.meanwhile(() -> goods.post("/skus/" + trial.sku() + "/restock", "{\"quantity\":10}", null));
        trial.awaitFired(asked);
        trial.require("the writer waits", !restock.isDone());
        trial.faults().release("order.after-insert");
        trial.ending().delivered(trial.sku(), 10);
        trial.ending().told(guarded, REFUSED);
        trial.ending().isGone(guarded);
        trial.ending()
                .expect(state -> restock.join().status() == 200 ? Optional.empty() : Optional.of("" + restock.join()));
        guarded.outcome(SOON);
        restock.join();

        Placing dirty = trial.prepare(Mode.AT);
        String xid = trial.holdAt("order.after-insert", "throw", dirty);
        trial.change(trial.goods(), "UPDATE tb_sku SET stock = stock + 7 WHERE id = ?", trial.sku());
        trial.ending().delivered(trial.sku(), 7);
        trial.faults().release("order.after-insert");
        trial.awaitLog(GOODS, "ROLLBACK FAILED, repair by hand: global transaction " + xid);
        trial.ending().told(dirty, UNKNOWN);
        trial.ending().wasUndone(xid);
        trial.ending().repair(() -> {
            trial.change(trial.goods(), "DELETE FROM tb_stock_journal WHERE request_id = ?", dirty.key());
            trial.change(trial.goods(), "UPDATE tb_sku SET stock = stock + 2 WHERE id = ?", trial.sku());
            trial.change(trial.goods(), "DELETE FROM undo_log WHERE xid = ?", xid);
            trial.stage().kill(TC);
            trial.start(TC);
            return null;
        });
    }

    private static void sameRowTwice(Trial trial) {
        Placing order = trial.prepare(Mode.AT);
        trial.inPlaceOfGoods((call, goods) -> {
            goods.send(call.with(call.body().replace(order.key(), order.key() + "-2")));
            return goods.send(call);
        });
        String xid = trial.holdAt("order.after-insert", "throw", order);
        trial.awaitRow("two undo rows of " + xid, trial.goods(), UNDO_OF + " HAVING COUNT(*) = 2", xid);
        trial.faults().release("order.after-insert");
        trial.ending().told(order, REFUSED);
        trial.ending().isGone(order);
    }

    private static void conflictOnOneRow(Trial trial) {
        Placing holder = Placing.of(Mode.AT, trial.sku() + 1, 1);
        String xid = trial.holdAt("order.after-insert", holder);
        Placing several = Placing.of(
                Mode.AT,
                LongStream.range(0, 3)
                        .mapToObj(i -> new Line(trial.sku() + i, 1))
                        .toList());
        trial.send(several).outcome(SOON);
        trial.require(
                "the holder is held",
                trial.faults().holding("order.after-insert").contains(xid));
        trial.ending().told(several, REFUSED);
        trial.ending().isGone(several);
        for (long free : List.of(trial.sku(), trial.sku() + 2)) {
            Placing other = Placing.of(Mode.AT, free, 1);
            trial.send(other).outcome(SOON);
            trial.ending().told(other, PLACED);
        }
        trial.require(
                "the holder's row is locked",
                !trial.stage().system().tcConsole().locks(xid).isEmpty());
        trial.faults().release("order.after-insert");
        trial.ending().told(holder, PLACED);
        trial.ending().stands(holder);
    }
}
