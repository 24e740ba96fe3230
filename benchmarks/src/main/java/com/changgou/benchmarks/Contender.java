package com.changgou.benchmarks;

import java.util.List;

/**
 * One way of placing orders that is compared with the others.
 *
 * @param name as the report calls it
 * @param settings of the services that it is asked of
 * @param mode as the order service calls it
 * @param earnsPoints whether its orders cost so much that they earn points, which a reliable message grants
 */
record Contender(String name, Settings settings, String mode, boolean earnsPoints) {

    /** Both local transactions and the same HTTP hop, and nothing that keeps them together. All others are measured against it. */
    public static final Contender LOCAL = ours("local", "local");

    /** The same once more: what differs between the two is noise. */
    public static final Contender LOCAL_AGAIN = ours("local again", "local");

    /** AT as it is where nobody has set anything. */
    public static final Contender AT_STOCK = new Contender("at, stock settings", Settings.OTHER, "at", false);

    /** AT as this project ships it. */
    public static final Contender AT = ours("at", "at");

    /** TCC with Seata's fence. */
    public static final Contender TCC = ours("tcc", "tcc");

    /** The order as an AT branch, the stock as a TCC branch. */
    public static final Contender MIXED = ours("mixed", "mixed");

    /** Two prepared branches. */
    public static final Contender XA = ours("xa", "xa");

    /** {@link #LOCAL} with a task in the order's local transaction, which is sent, applied and answered behind the client's back. */
    public static final Contender MESSAGE = new Contender("message", Settings.OURS, "local", true);

    /** {@link #LOCAL} with a call for each line of the order. */
    public static final Contender LOCAL_SPLIT = ours("local, a call for each line", "local-split");

    /** {@link #AT} with a branch for each line of the order, and one for the order. */
    public static final Contender AT_SPLIT = ours("at, a branch for each line", "at-split");

    /** AT with this project's settings without one of them. */
    static final Contender AT_WITHOUT = new Contender("at, without it", Settings.OTHER, "at", false);

    /** What every shop can choose from, beside what it is measured against. */
    public static final List<Contender> SIDE_BY_SIDE =
            List.of(LOCAL, LOCAL_AGAIN, AT_STOCK, AT, TCC, MIXED, XA, MESSAGE);

    /** Those of which it can be counted what an order does: a relay that is woken is at work before the answer is read. */
    public static final List<Contender> COUNTED = List.of(LOCAL, AT_STOCK, AT, TCC, MIXED, XA);

    /** Whose settings the services have that are asked. */
    public enum Settings {
        /** As this project ships them. */
        OURS,
        /** Those of a second pair of services: Seata's and the driver's own, or this project's without one of them. */
        OTHER
    }

    private static Contender ours(String name, String mode) {
        return new Contender(name, Settings.OURS, mode, false);
    }

    @Override
    public String toString() {
        return name;
    }
}
