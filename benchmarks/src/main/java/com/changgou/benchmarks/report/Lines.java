package com.changgou.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How something grows with something else.
 *
 * @param title what is shown
 * @param xUnit what grows, as "clients"
 * @param yUnit what grows with it, as "p99, ms"
 * @param logarithmic whether the second axis is; for what differs by powers of ten, and is never zero
 * @param lines y at each x, by the contender's name, in the order of the legend; one that lacks an x has a gap there
 */
public record Lines(
        String title, String xUnit, String yUnit, boolean logarithmic, Map<String, SortedMap<Integer, Double>> lines) {

    /** Copies the lines. */
    public Lines {
        Map<String, SortedMap<Integer, Double>> copy = new LinkedHashMap<>();
        lines.forEach((name, line) -> copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(line))));
        lines = Collections.unmodifiableMap(copy);
    }

    /**
     * Lines over an axis that begins at zero.
     *
     * @param title what is shown
     * @param xUnit what grows
     * @param yUnit what grows with it
     * @param lines y at each x, by the contender's name
     */
    public Lines(String title, String xUnit, String yUnit, Map<String, SortedMap<Integer, Double>> lines) {
        this(title, xUnit, yUnit, false, lines);
    }
}
