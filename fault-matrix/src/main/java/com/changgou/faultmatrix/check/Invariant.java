package com.changgou.faultmatrix.check;

/** What must be true when nothing is going on, whatever happened before. In the order in which a report tells them. */
public enum Invariant {
    /** For each SKU: what there was = stock + frozen + what the placed orders took. */
    I1("the pieces of each SKU add up"),
    /** For each request: order, lines, order journal, stock journal and points task are all there, or none of them. */
    I2("an order is whole"),
    /** Who was promised an order has it, as it was ordered; who was refused has none; nobody has one that nobody ordered. */
    I3("promises are kept"),
    /** No read, at any time, sees less than nothing. */
    I4("stock and frozen are never negative"),
    /** Each placed order has earned its points, once, and no other has. */
    I5("points = orders"),
    /** No transaction has left anything that phase two should have done away with. */
    I6("no residue"),
    /** Each SKU can be ordered, in each mode. */
    I7("every row is usable"),
    /** What a committed read saw stays. */
    I8("committed reads see nothing that is undone"),
    /** A request that brings no XID meets none on its thread. */
    I9("no XID is left on a thread"),
    /** No global transaction was both committed and undone. */
    I10("one outcome for each XID"),
    /** A check that calls everything unknown has seen nothing. */
    UNKNOWN_CEILING("few outcomes are unknown");

    private final String meaning;

    Invariant(String meaning) {
        this.meaning = meaning;
    }

    /**
     * The invariant in words.
     *
     * @return a short sentence
     */
    public String meaning() {
        return meaning;
    }
}
