package com.changgou.proof;

import java.util.List;

/**
 * Evidence with a verdict.
 *
 * @param verdict what it shows
 * @param findings every rule that was applied
 * @param evidence what the rules were applied to
 */
public record Proof(Verdict verdict, List<Finding> findings, Evidence evidence) {

    /** What the evidence shows. */
    public enum Verdict {
        /** Every rule holds for a commit. */
        COMMITTED,
        /** Every rule holds for a rollback. */
        ROLLED_BACK,
        /** The transaction failed before it changed anything, and left nothing. */
        NOTHING_HAPPENED,
        /** At least one rule does not hold. */
        NOT_PROVEN
    }

    /**
     * One rule and whether it holds.
     *
     * @param holds whether it does
     * @param text what was found
     */
    public record Finding(boolean holds, String text) {}

    /**
     * Whether the transaction is shown to have done what it was meant to do.
     *
     * @return false if the verdict is {@link Verdict#NOT_PROVEN}
     */
    public boolean isProven() {
        return verdict != Verdict.NOT_PROVEN;
    }
}
