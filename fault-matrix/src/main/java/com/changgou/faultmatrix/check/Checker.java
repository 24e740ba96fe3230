package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.Canary.Probe;
import com.changgou.faultmatrix.check.Finding.Violation;
import com.changgou.faultmatrix.check.Report.Summary;
import com.changgou.faultmatrix.check.State.OrderRow;
import com.changgou.faultmatrix.check.State.PointEntry;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.History.Operation;
import com.changgou.proof.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds what a client was told and what stands against {@link Invariant}s. It looks at data alone, so it can be tried with data that
 * is wrong on purpose. Source of the invariants: Jepsen's bank and set workloads, TigerBeetle's count of indefinite outcomes.
 */
public final class Checker {

    @FunctionalInterface
    private interface Rule {
        void judge(Run run, Violations violations);
    }

    private static final Map<Invariant, Rule> RULES = rules();

    private static final Set<Mode> ALL_MODES = EnumSet.allOf(Mode.class);

    private final Samples samples;
    private final Allowance allowance;

    /**
     * A checker of one run.
     *
     * @param samples what was seen beside the history and the end
     * @param allowance what is no violation in this run
     */
    public Checker(Samples samples, Allowance allowance) {
        this.samples = samples;
        this.allowance = allowance;
    }

    private static Map<Invariant, Rule> rules() {
        Map<Invariant, Rule> rules = new EnumMap<>(Invariant.class);
        rules.put(Invariant.I1, StockRules::addsUp);
        rules.put(Invariant.I2, OrderRules::areWhole);
        rules.put(Invariant.I3, OrderRules::promisesAreKept);
        rules.put(Invariant.I4, StockRules::neverNegative);
        rules.put(Invariant.I5, PointRules::equalOrders);
        rules.put(Invariant.I6, ResidueRules::nothingIsLeft);
        rules.put(Invariant.I7, Checker::canariesLive);
        rules.put(Invariant.I8, StockRules::committedReadsStay);
        rules.put(Invariant.I9, Checker::noForeignXid);
        rules.put(Invariant.I10, OrderRules::haveOneOutcome);
        rules.put(Invariant.UNKNOWN_CEILING, Checker::fewAreUnknown);
        return rules;
    }

    /**
     * Checks a run.
     *
     * @param history what the client was told, all of it since {@code initial} was read
     * @param initial what stood before the first request
     * @param now what stands when nothing is going on any more
     * @return a finding for each invariant that does not hold
     */
    public Report check(History history, State initial, State now) {
        Run run = new Run(history, initial, now, samples, allowance);
        Set<Invariant> notJudged = notJudged();
        List<Finding> findings = new ArrayList<>();
        RULES.forEach((invariant, rule) -> {
            if (!notJudged.contains(invariant)) {
                Violations violations = new Violations();
                rule.judge(run, violations);
                List<Violation> found = violations.list();
                if (!found.isEmpty()) {
                    findings.add(new Finding(invariant, found));
                }
            }
        });
        return new Report(findings, notJudged, summary(run));
    }

    private Set<Invariant> notJudged() {
        Set<Invariant> missing = EnumSet.noneOf(Invariant.class);
        if (samples.canaries().isEmpty()) {
            missing.add(Invariant.I7);
        }
        if (samples.committed().isEmpty()) {
            missing.add(Invariant.I8);
        }
        if (samples.foreignXids().isEmpty()) {
            missing.add(Invariant.I9);
        }
        return missing;
    }

    private static void canariesLive(Run run, Violations violations) {
        List<Probe> probes = run.samples.canaries().orElseThrow();
        probes.stream()
                .filter(probe -> !probe.passed())
                .forEach(probe -> violations.add(
                        "SKU " + probe.skuId() + " in mode " + probe.mode(), "an order", probe.answer()));
        Map<Long, Set<Mode>> tried = probes.stream()
                .collect(Collectors.groupingBy(Probe::skuId, Collectors.mapping(Probe::mode, Collectors.toSet())));
        run.now.goods().skus().stream()
                .filter(sku -> sku.stock() >= Mode.values().length)
                .forEach(sku -> violations.requireEqual(
                        "SKU " + sku.id() + ", modes tried", ALL_MODES, tried.getOrDefault(sku.id(), Set.of())));
    }

    private static void noForeignXid(Run run, Violations violations) {
        violations.requireEqual(
                "requests without an XID that met one",
                0L,
                run.samples.foreignXids().orElseThrow());
    }

    private static void fewAreUnknown(Run run, Violations violations) {
        long invoked = run.operations.size();
        long unknown = count(run.operations.values(), Operation::wasUnknown);
        double ceiling = run.allowance.unknownCeiling();
        violations.require(
                unknown <= ceiling * invoked,
                "unknown outcomes",
                String.format(Locale.ROOT, "at most %.0f %% of %d", ceiling * 100, invoked),
                unknown);
    }

    private static Summary summary(Run run) {
        Collection<Operation> operations = run.operations.values();
        return new Summary(
                count(operations, operation -> operation.invoke() != null),
                count(operations, Operation::isOk),
                count(operations, Operation::isFailed),
                count(operations, Operation::wasUnknown),
                count(operations, operation -> tookEffect(run, operation)),
                count(operations, Operation::isUnknown),
                run.samples.branches(),
                points(run.now) - points(run.before));
    }

    /** Asking again has told, or the rows do. */
    private static boolean tookEffect(Run run, Operation operation) {
        return operation.tookEffectUnknown()
                || (operation.isUnknown()
                        && run.ordersByRequest.getOrDefault(operation.key(), List.of()).stream()
                                .anyMatch(OrderRow::isPlaced));
    }

    private static long points(State state) {
        return state.users().log().stream().mapToLong(PointEntry::point).sum();
    }

    private static long count(Collection<Operation> operations, Predicate<Operation> which) {
        return operations.stream().filter(which).count();
    }
}
