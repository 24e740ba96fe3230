package com.changgou.faultmatrix.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An invariant that does not hold.
 *
 * @param invariant which one
 * @param violations where, at least one
 */
public record Finding(Invariant invariant, List<Violation> violations) {

    /**
     * One place where an invariant does not hold.
     *
     * @param subject the key, XID or row
     * @param expected what should be there
     * @param found what is there
     */
    public record Violation(String subject, String expected, String found) {

        @Override
        public String toString() {
            return subject + ": expected " + expected + ", found " + found;
        }
    }

    @Override
    public String toString() {
        return invariant + " " + invariant.meaning() + ": "
                + violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
    }
}
