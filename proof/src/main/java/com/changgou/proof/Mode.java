package com.changgou.proof;

import java.util.List;
import java.util.Locale;

/** How an order is placed: the branches that the two services contribute to its global transaction. */
public enum Mode {
    /** Both as AT branches. */
    AT("AT", "AT"),
    /** Both as TCC branches. */
    TCC("TCC", "TCC"),
    /** The order as an AT branch, the stock as a TCC branch. */
    MIXED("TCC", "AT"),
    /** Both as XA branches. */
    XA("XA", "XA");

    private final String goods;
    private final String orders;

    Mode(String goods, String orders) {
        this.goods = goods;
        this.orders = orders;
    }

    /** The types of the branches of a whole order. */
    List<String> branchTypes() {
        return List.of(goods, orders);
    }

    /** The type of the branch that changes a database. */
    String branchType(String database) {
        return database.equals("goods") ? goods : orders;
    }

    /** As the order service's API writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
