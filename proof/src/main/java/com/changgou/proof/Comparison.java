package com.changgou.proof;

import com.changgou.proof.Evidence.RowViews;
import com.changgou.proof.Evidence.Traces;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The same order in every mode, once committed and once rolled back: what each locks, shows, leaves and costs. Nothing in it is
 * known beforehand: it is read from the proofs, the database servers' counters and the TC's traffic.
 *
 * @param lines two for each mode
 */
public record Comparison(List<Line> lines) {

    /** The system has to be started with this setting: the points would be counted, and cost the same in every mode. */
    public static final String WITHOUT_POINTS = "order-service:changgou.points.relay=false";

    /**
     * One order.
     *
     * @param proof what it did, and what was seen in between
     * @param cost what it made the servers do
     */
    public record Line(Proof proof, Cost cost) {

        /**
         * How it was placed.
         *
         * @return the mode
         */
        public Mode mode() {
            return proof.evidence().mode();
        }

        private Traces between() {
            return proof.evidence().between();
        }

        private @Nullable RowViews row(String table) {
            return proof.evidence().rows().stream()
                    .filter(row -> row.table().equals(table))
                    .findFirst()
                    .orElse(null);
        }

        /** What an ordinary read shows while the order is held. */
        private String seen() {
            RowViews sku = row("tb_sku");
            RowViews order = row("tb_order");
            String stock = sku == null || sku.between() == null
                    ? "no stock"
                    : "stock " + sku.between().get("stock") + " of "
                            + sku.before().get("stock") + ", frozen "
                            + sku.between().get("frozen");
            return stock + ", "
                    + (order == null || order.between() == null
                            ? "no order"
                            : order.between().get("status"));
        }

        /** Whether that read takes for decided what is still open: stock that is gone, or an order that is placed. */
        public boolean isDirtyRead() {
            RowViews sku = row("tb_sku");
            RowViews order = row("tb_order");
            return sku != null && pieces(sku.before()) != pieces(sku.between())
                    || order != null
                            && order.between() != null
                            && order.between().get("status").equals("PLACED");
        }

        private static long pieces(@Nullable Map<String, String> sku) {
            return sku == null ? 0 : Long.parseLong(sku.get("stock")) + Long.parseLong(sku.get("frozen"));
        }

        private String left() {
            Traces after = proof.evidence().after();
            String left = counted(after.undoLogs(), "undo log")
                    + counted(after.fence().size(), "fence row")
                    + counted(after.prepared().size(), "prepared XA id");
            return left.isEmpty() ? "nothing" : left.strip();
        }

        private static String counted(long count, String what) {
            return count == 0 ? "" : " " + count + " " + what + (count == 1 ? "" : "s");
        }
    }

    /**
     * Places the orders.
     *
     * @param site which is up, {@link #WITHOUT_POINTS}, and used by nobody else
     * @param tc its TC, which counts its messages
     * @param request what is ordered
     * @param progress is told what is done next
     * @return what was seen and counted
     */
    public static Comparison of(Site site, TcConsole tc, OrderApi.Request request, Consumer<String> progress) {
        Witness witness = new Witness(site);
        FaultSwitch faults = new FaultSwitch(site);
        OrderApi api = new OrderApi(site.orderService());
        List<Line> lines = new ArrayList<>();
        try (CostMeter meter = new CostMeter(site, tc)) {
            for (Mode mode : Mode.values()) {
                progress.accept("mode " + mode + ": an order that commits");
                lines.add(new Line(
                        Judge.judge(witness.placeCommitting(request, mode)),
                        meter.measure(() -> api.place(request, null, mode), 1)));
                progress.accept("mode " + mode + ": an order that fails between the phases");
                lines.add(new Line(
                        Judge.judge(witness.placeFailing(request, mode, Witness.BETWEEN_THE_PHASES)),
                        meter.measure(
                                () -> {
                                    faults.arm(Witness.BETWEEN_THE_PHASES, "throw");
                                    api.place(request, null, mode);
                                },
                                0)));
            }
        } catch (SQLException e) {
            throw new ObservationException("The databases cannot be read: " + e.getMessage(), e);
        }
        return new Comparison(lines);
    }

    /**
     * Whether every order did what it was meant to do.
     *
     * @return false if one proof does not hold
     */
    public boolean isProven() {
        return lines.stream().allMatch(line -> line.proof().isProven());
    }

    /**
     * The comparison for people.
     *
     * @return one table
     */
    public String table() {
        return Tables.of(
                lines,
                List.of(
                        Tables.text("mode", line -> line.mode().toString()),
                        Tables.text(
                                "proven", line -> line.proof().verdict().name().replace('_', ' ')),
                        Tables.text("branches", Comparison::branches),
                        Tables.number("statements", line -> line.cost().statements()),
                        Tables.number("TC calls", line -> line.cost().allTcCalls()),
                        Tables.number("durable commits", line -> line.cost().durableCommits()),
                        Tables.number("row locks", line -> line.between().rowLocks()),
                        Tables.number(
                                "global locks", line -> line.between().locks().size()),
                        Tables.text("others read in between", Line::seen),
                        Tables.text("dirty read", line -> line.isDirtyRead() ? "yes" : "no"),
                        Tables.text("left over", Line::left)));
    }

    private static String branches(Line line) {
        return line.proof().evidence().branches().stream()
                .map(Coordinator.Branch::type)
                .collect(Collectors.joining(" "));
    }
}
