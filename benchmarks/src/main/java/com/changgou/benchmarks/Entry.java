package com.changgou.benchmarks;

import com.changgou.benchmarks.load.Rows;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What is played in one round.
 *
 * @param contender who places the orders
 * @param rows which SKUs are ordered
 * @param lines how many different SKUs an order has
 * @param soldOutShare which share of the orders has one more line that cannot be had, 0 to 1: they are refused by the last call
 * @param shape how they arrive
 */
record Entry(Contender contender, Rows rows, int lines, double soldOutShare, Shape shape) {

    /** How orders arrive. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Shape.Closed.class), @JsonSubTypes.Type(Shape.Open.class)})
    public sealed interface Shape {

        /**
         * Each client sends its next order when the last one is answered.
         *
         * @param clients how many
         */
        record Closed(int clients) implements Shape {

            @Override
            public String toString() {
                return clients == 1 ? "1 client" : clients + " clients";
            }
        }

        /**
         * Orders come whether others are answered or not; the latency counts from when each should have been sent.
         *
         * @param perSecond how many
         */
        record Open(double perSecond) implements Shape {

            @Override
            public String toString() {
                return "%.0f/s".formatted(perSecond);
            }
        }
    }

    /**
     * Orders of one line, all of which can be had.
     *
     * @param contender who places the orders
     * @param rows which SKUs are ordered
     * @param shape how they arrive
     * @return an entry
     */
    static Entry of(Contender contender, Rows rows, Shape shape) {
        return new Entry(contender, rows, 1, 0, shape);
    }

    @Override
    public String toString() {
        return contender + ", " + rows + ", " + (lines == 1 ? "" : lines + " lines, ")
                + (soldOutShare == 0 ? "" : Math.round(soldOutShare * 100) + " % sold out, ") + shape;
    }
}
