package com.changgou.faultmatrix.check;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a check has found.
 *
 * @param findings the invariants that do not hold, in their order; empty where all do
 * @param notJudged the invariants that nothing was handed in for
 * @param summary what was checked
 */
public record Report(List<Finding> findings, Set<Invariant> notJudged, Summary summary) {

    /**
     * How much was checked. {@code unknown} and {@code unknownTookEffect} are about the first answers, whatever asking again told.
     *
     * @param invoked requests that were sent
     * @param ok those that were promised an order
     * @param fail those that were refused
     * @param unknown those whose first answer told nothing
     * @param unknownTookEffect those of them that had placed their order
     * @param unresolved those of which it is still not known
     * @param branches branches that were registered; empty where nobody has counted
     * @param points points that were granted since the beginning
     */
    public record Summary(
            long invoked,
            long ok,
            long fail,
            long unknown,
            long unknownTookEffect,
            long unresolved,
            OptionalLong branches,
            long points) {

        @Override
        public String toString() {
            return invoked + " invoked: " + ok + " ok, " + fail + " fail, " + unresolved + " unresolved; " + unknown
                    + " unknown at first, " + unknownTookEffect + " of them took effect; "
                    + (branches.isPresent() ? branches.getAsLong() + " branches" : "branches not counted") + "; "
                    + points + " points";
        }
    }

    /**
     * Whether every invariant that was judged holds.
     *
     * @return true where there is no finding
     */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * The invariants that do not hold.
     *
     * @return in their order
     */
    public Set<Invariant> violated() {
        return findings.stream()
                .map(Finding::invariant)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Invariant.class)));
    }

    @Override
    public String toString() {
        String found = isClean()
                ? "No finding"
                : findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
        String open = notJudged.isEmpty() ? "" : "\nNot judged: " + notJudged;
        return summary + "\n" + found + open;
    }
}
