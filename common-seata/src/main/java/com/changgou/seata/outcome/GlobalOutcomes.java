package com.changgou.seata.outcome;

import org.apache.seata.common.exception.ShouldNeverHappenException;

/** Tells what an exception out of a {@code @GlobalTransactional} method says about the transaction. */
public final class GlobalOutcomes {

    private GlobalOutcomes() {}

    /**
     * Whether some of the transaction's changes may stay. Everything else means that it was not begun, or is rolled back now
     * or as soon as the TC and the branches can be reached.
     *
     * @param failure what the method threw
     * @return true if the end was asked for and not answered, a rollback failed, or Seata met a status it does not expect
     */
    public static boolean isUnknown(Throwable failure) {
        return failure instanceof GlobalOutcomeUnknownException || failure instanceof ShouldNeverHappenException;
    }
}
