package com.changgou.faultmatrix.check;

import java.util.Set;

/**
 * What a cell of the matrix is allowed.
 *
 * @param unknownCeiling which share of the requests may have had an unknown outcome at first, 0 to 1
 * @param deadOrders orders whose points are known to be given up: their task may be dead, and its letter in the dead letter queue
 * @param foreignDeadLetters dead letters of no order: messages that the cell itself has sent
 */
public record Allowance(double unknownCeiling, Set<String> deadOrders, long foreignDeadLetters) {

    /**
     * Nothing but unknown outcomes.
     *
     * @param share which share of the requests, 0 to 1
     * @return an allowance with no dead letter
     */
    public static Allowance ofUnknown(double share) {
        return new Allowance(share, Set.of(), 0);
    }
}
