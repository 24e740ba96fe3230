package com.changgou.seata.outcome;

import org.apache.seata.common.exception.ShouldNeverHappenException;

/** Tells what an exception out of a {@code @GlobalTransactional} method says about the transaction. */
public final class GlobalOutcomes {

    private GlobalOutcomes() {}

    /**
     * Whether the transaction may have been committed. Everything else means that it was not begun, or is rolled back now
     * or as soon as the TC and the branches can be reached.
     *
     * @param failure what the method threw
     * @return true if the commit was asked for and not answered, or Seata met a status that it does not expect
     */
    public static boolean isUnknown(Throwable failure) {
        return failure instanceof GlobalOutcomeUnknownException || failure instanceof ShouldNeverHappenException;
    }
}
