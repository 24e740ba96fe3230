package com.changgou.faultmatrix.cell;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A row of the matrix.
 *
 * @param number its place in the table, from 1
 * @param fault what is done to which part
 * @param moment when, in the protocol
 * @param expectation what must be so once everything runs again
 * @param stores of the TC that it is played on
 * @param unknownCeiling which share of the requests may have had an unknown outcome at first, 0 to 1
 * @param limit how long recovery may take
 * @param hazard what is wrong in Seata here, if anything
 * @param play breaks it
 */
public record Cell(
        int number,
        String fault,
        String moment,
        String expectation,
        Set<Store> stores,
        double unknownCeiling,
        Duration limit,
        Optional<Hazard> hazard,
        Play play) {

    private static final double FEW = 0.25;

    /** Several times what the longest timeouts of the stage add up to: it is a limit, on a busy machine, and no claim. */
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(90);

    /** Places orders and breaks something meanwhile. What it breaks is mended after it. */
    @FunctionalInterface
    public interface Play {

        /**
         * Plays a cell.
         *
         * @param trial its orders, its faults and its witnesses
         * @throws Exception if it cannot be played
         */
        void run(Trial trial) throws Exception;
    }

    /** Begins a row. */
    static Cell cell(int number, String fault, String moment, String expectation, Play play) {
        return new Cell(
                number, fault, moment, expectation, EnumSet.of(Store.FILE), FEW, USUAL_LIMIT, Optional.empty(), play);
    }

    /** On both stores: cells in which a TC is started again. */
    Cell onBothStores() {
        return new Cell(
                number, fault, moment, expectation, EnumSet.allOf(Store.class), unknownCeiling, limit, hazard, play);
    }

    Cell unknownAtMost(double share) {
        return new Cell(number, fault, moment, expectation, stores, share, limit, hazard, play);
    }

    Cell within(Duration recovery) {
        return new Cell(number, fault, moment, expectation, stores, unknownCeiling, recovery, hazard, play);
    }

    /** What is seen instead of the expectation, which is what one would want. */
    Cell knownHazard(Hazard known) {
        return new Cell(number, fault, moment, expectation, stores, unknownCeiling, limit, Optional.of(known), play);
    }

    @Override
    public String toString() {
        return number + ": " + fault + ", " + moment;
    }
}
