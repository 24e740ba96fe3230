package com.changgou.faultmatrix.cell;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What playing a cell has come to.
 *
 * @param number of the cell
 * @param store of the TC
 * @param verdict in a word
 * @param witnesses how one knows that the fault landed
 * @param recovery from the moment when everything was mended, or where a hazard was shown from the beginning of its repair, until
 *     nothing was open any more and every SKU could be ordered; null where that was not reached
 * @param remarks what was found wrong, or why it was not exercised
 */
public record CellResult(
        int number,
        Store store,
        Verdict verdict,
        List<String> witnesses,
        @Nullable Duration recovery,
        List<String> remarks) {

    /** In a word. */
    public enum Verdict {
        /** The fault landed and every invariant holds. */
        PASSED,
        /** The fault landed, what is known to be wrong in Seata was wrong, and the repair mended it. */
        HAZARD,
        /** The fault landed, and something does not hold. */
        FAILED,
        /** The fault did not land: nothing is said. */
        NOT_EXERCISED,
        /** This machine cannot have such a fault: nothing is said. */
        NOT_POSSIBLE_HERE
    }

    /**
     * Whether the fault landed.
     *
     * @return false where nothing is said of the system
     */
    public boolean landed() {
        return verdict != Verdict.NOT_EXERCISED && verdict != Verdict.NOT_POSSIBLE_HERE;
    }
}
