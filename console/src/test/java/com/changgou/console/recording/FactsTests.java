package com.changgou.console.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.console.recording.Step.Fence;
import com.changgou.console.recording.Step.Lock;
import com.changgou.console.recording.Step.Row;
import com.changgou.console.recording.Step.Session;
import com.changgou.console.recording.Step.Snapshot;
import com.changgou.console.recording.Step.Undo;
import com.changgou.proof.Evidence.PreparedBranch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariant: what is said of a snapshot is what stands in it, in whatever mode it came to be. */
class FactsTests {

    private static final Map<String, String> FULL = sku(100, 0);

    static Snapshot nothing() {
        return snapshot(null, List.of());
    }

    @Test
    void rowThatIsWrittenAndNotCommittedIsReadAsItWas() {
        assertThat(codes(snapshot("Begin", List.of(row("tb_sku", FULL, FULL, sku(98, 0))))))
                .containsExactly("undecided", "reads-old");
    }

    @Test
    void rowThatIsCommittedAndUndecidedIsADirtyReadAndHalfOfTheOrder() {
        Snapshot snapshot = snapshot("Begin", List.of(row("tb_sku", FULL, sku(98, 0), sku(98, 0))));

        assertThat(codes(snapshot)).containsExactly("undecided", "dirty-read", "half-visible");
        assertThat(fact(snapshot, "dirty-read").args())
                .containsEntry("before", "100")
                .containsEntry("now", "98");
        assertThat(fact(snapshot, "half-visible").args()).containsEntry("seen", "goods");
    }

    @Test
    void decidedRowIsNoDirtyRead() {
        assertThat(codes(snapshot("AsyncCommitting", List.of(row("tb_sku", FULL, sku(98, 0), sku(98, 0))))))
                .containsExactly("decided", "half-visible");
    }

    @Test
    void frozenStockIsReservedAndNoDirtyRead() {
        assertThat(codes(snapshot("Begin", List.of(row("tb_sku", FULL, sku(98, 2), sku(98, 2))))))
                .containsExactly("undecided", "reserved", "half-visible");
    }

    @Test
    void newOrderAppearsOrIsPending() {
        Snapshot placed = snapshot("Begin", List.of(order("PLACED")));
        Snapshot pending = snapshot("Begin", List.of(order("PENDING")));

        assertThat(codes(placed)).contains("row-appears").doesNotContain("order-pending");
        assertThat(codes(pending)).contains("order-pending").doesNotContain("row-appears");
    }

    @Test
    void undoLogIsKeptForARollbackAndWorthNothingAfterACommit() {
        assertThat(codes(snapshot("Begin", List.of(), List.of(undo()), List.of(), List.of(), List.of())))
                .contains("undo-images");
        assertThat(codes(snapshot("Rollbacking", List.of(), List.of(undo()), List.of(), List.of(), List.of())))
                .contains("undo-images");
        assertThat(codes(snapshot("AsyncCommitting", List.of(), List.of(undo()), List.of(), List.of(), List.of())))
                .contains("undo-going");
    }

    @Test
    void locksPreparedBranchesAndTheFenceAreCounted() {
        Snapshot snapshot = snapshot(
                "Begin",
                List.of(),
                List.of(),
                List.of(new Lock("1", "goods", "tb_sku", "1"), new Lock("1", "goods", "tb_sku", "2")),
                List.of(new Fence("goods", "1", "stock-reservation", "TRIED")),
                List.of(new PreparedBranch("goods", "xid-1")));

        assertThat(fact(snapshot, "global-locks").args()).containsEntry("count", "2");
        assertThat(fact(snapshot, "prepared").args()).containsEntry("count", "1");
        assertThat(fact(snapshot, "fence").args()).containsEntry("state", "TRIED");
    }

    @Test
    void endSaysWhatBecameOfTheRows() {
        Row changed = row("tb_sku", FULL, sku(98, 0), sku(98, 0));
        Row same = row("tb_sku", FULL, FULL, FULL);
        Row gone = new Row("orders", "tb_order", List.of("x"), null, null, null, null);

        assertThat(outcome(changed)).isEqualTo("committed");
        assertThat(outcome(same, gone)).isEqualTo("rolled-back");
        assertThat(outcome(same)).isEqualTo("nothing");
    }

    @Test
    void whatIsLeftIsNotOver() {
        Snapshot left = snapshot(null, List.of(), List.of(undo()), List.of(), List.of(), List.of());

        assertThat(Facts.after(left)).extracting(Fact::code).containsExactly("left");
    }

    private static String outcome(Row... rows) {
        return Facts.after(snapshot(null, List.of(rows))).get(0).args().get("outcome");
    }

    private static List<String> codes(Snapshot snapshot) {
        return Facts.during(snapshot).stream().map(Fact::code).toList();
    }

    private static Fact fact(Snapshot snapshot, String code) {
        return Facts.during(snapshot).stream()
                .filter(fact -> fact.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static Snapshot snapshot(@Nullable String status, List<Row> rows) {
        return snapshot(status, rows, List.of(), List.of(), List.of(), List.of());
    }

    private static Snapshot snapshot(
            @Nullable String status,
            List<Row> rows,
            List<Undo> undo,
            List<Lock> locks,
            List<Fence> fence,
            List<PreparedBranch> prepared) {
        Session session = status == null ? null : new Session(status, List.of());
        return new Snapshot(session, rows, undo, locks, fence, prepared, 0);
    }

    private static Row row(
            String table, Map<String, String> before, Map<String, String> now, Map<String, String> written) {
        return new Row("goods", table, List.of("1"), before, now, written, null);
    }

    private static Row order(String status) {
        Map<String, String> columns = Map.of("id", "x", "status", status);
        return new Row("orders", "tb_order", List.of("x"), null, columns, columns, null);
    }

    private static Undo undo() {
        return new Undo("goods", "1", "tb_sku", List.of("1"), Map.of("stock", "100"), Map.of("stock", "98"));
    }

    private static Map<String, String> sku(int stock, int frozen) {
        return Map.of("id", "1", "stock", String.valueOf(stock), "frozen", String.valueOf(frozen));
    }
}
