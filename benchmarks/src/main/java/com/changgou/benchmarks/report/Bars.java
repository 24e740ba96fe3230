package com.changgou.benchmarks.report;

import com.changgou.benchmarks.stats.Ratio;
import java.util.List;

/**
 * Ratios beside each other, each with its interval, and a line at 1.
 *
 * @param title what is compared
 * @param unit of the ratios, as "orders/s, local = 1"
 * @param bars in their order; those of a group stand together
 */
public record Bars(String title, String unit, List<Bar> bars) {

    /** Copies the list. */
    public Bars {
        bars = List.copyOf(bars);
    }

    /**
     * A ratio.
     *
     * @param group what it stands under, as "8 clients"
     * @param name of the contender: what has the same name has the same colour in all groups, and one entry in the legend
     * @param ratio how high, and how sure
     */
    public record Bar(String group, String name, Ratio ratio) {

        /**
         * A ratio in the only group, that has no name.
         *
         * @param name of the contender
         * @param ratio how high, and how sure
         */
        public Bar(String name, Ratio ratio) {
            this("", name, ratio);
        }
    }
}
